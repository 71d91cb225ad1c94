import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { isOutOfMemory, outcomeOf } from '../redis/redis-failure.js';
import { type RedisService } from '../redis/redis.service.js';
import { directoryScript } from './directory-scripts.js';
import { HeldPlaces } from './held-places.js';
import { statusOf } from './instance-status.js';
import { type LeaseOptions } from './lease-options.js';
import { type OpenStreams, type Progress } from './open-stream.js';
import { StreamRoster } from './stream-roster.js';

/** Pause between two slices of a renewal, ms. */
const SLICE_PAUSE_MS = 50;
/** How long a released place waits for others, to be written with them, ms. */
const RELEASE_MS = 100;

/**
 * The lease of this instance in Redis: the records of its open streams and its places, which other instances list and count.
 * It ends unless it is renewed, so nothing is left of an instance that crashed. A script renews it and writes what changed, in
 * slices. If Redis has lost what was written before, everything is written again.
 */
export class InstanceLease {
  readonly name: string;
  readonly places = new HeldPlaces();
  readonly roster: StreamRoster;
  private readonly logger = new Logger('StreamDirectory');
  private readonly scripts;
  /** How many slices were written. */
  private sequence = 0;
  /** Whether the next slice must write everything again. */
  private rewrite = true;
  /** Bytes of records for which Redis had room at the last renewal. */
  private room = Infinity;
  private running: Promise<void> | undefined;
  private timer: NodeJS.Timeout | undefined;
  private scheduled: NodeJS.Timeout | undefined;
  private stopped = false;

  constructor(
    private readonly redis: Pick<RedisService, 'commands' | 'monitor' | 'keys'>,
    streams: OpenStreams,
    private readonly progress: Progress,
    private readonly options: LeaseOptions,
  ) {
    this.name = `${options.instanceId}/${randomBytes(4).toString('hex')}`;
    this.roster = new StreamRoster(streams);
    const { commands, keys } = redis;
    this.scripts = {
      renew: directoryScript(commands, keys, 'renew'),
      renewAnyway: directoryScript(commands, keys, 'renew', { allowOom: true }),
      leave: directoryScript(commands, keys, 'leave'),
    };
    redis.monitor.onChange((available) => available && this.schedule(0));
  }

  /** Renews the lease now and every `renewMs` from now on. */
  start(): void {
    this.timer = setInterval(() => this.schedule(0), this.options.renewMs).unref();
    this.schedule(0);
  }

  /** Deletes the lease, and with it the records and places of this instance. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearInterval(this.timer);
    clearTimeout(this.scheduled);
    await this.running?.catch(() => undefined);
    await this.redis.commands.timed('leave_streams', this.scripts.leave([this.name])).catch(() => undefined);
  }

  /** Releases a place. It is deleted in Redis a moment later, together with others. */
  release(principal: string, place: string): void {
    this.places.release(principal, place);
    this.schedule(RELEASE_MS);
  }

  /** Writes all changes. Rejects if Redis did not take them; the next renewal tries again. */
  renew(): Promise<void> {
    this.running ??= this.writeAll().finally(() => (this.running = undefined));
    return this.running;
  }

  private schedule(ms: number): void {
    if (this.stopped || this.scheduled) return;
    this.scheduled = setTimeout(() => {
      this.scheduled = undefined;
      this.renew().then(
        () => this.places.hasMore && this.schedule(RELEASE_MS),
        (error: unknown) => this.logger.debug(`The lease could not be renewed: ${String(error)}`),
      );
    }, ms).unref();
  }

  private async writeAll(): Promise<void> {
    for (;;) {
      if (!(await this.writeSlice())) this.rewrite = true;
      else if (!this.places.hasMore && !this.roster.hasMore(this.room)) return;
      else await delay(SLICE_PAUSE_MS, undefined, { ref: false });
      if (this.stopped) return;
    }
  }

  /** Returns false if Redis has lost what was written before. */
  private async writeSlice(): Promise<boolean> {
    try {
      return await this.write(this.scripts.renew, this.room);
    } catch (error) {
      // Without memory for more records, the lease keeps those it has, and its places count.
      if (isOutOfMemory(error)) return this.write(this.scripts.renewAnyway, 0).finally(() => (this.room = 0));
      // The script was sent and may have run, so what Redis has is not known.
      if (!notSent(error)) this.rewrite = true;
      throw error;
    }
  }

  private async write(script: (args: (string | number)[]) => Promise<unknown>, room: number): Promise<boolean> {
    const { roster, places, options } = this;
    if (this.rewrite) {
      roster.restart();
      places.restart();
    }
    const changes = roster.take(room);
    const { held, released } = places.take();
    const unlisted = roster.unlisted - changes.records.length;
    const head = [this.name, options.seconds, this.sequence, Number(this.rewrite), JSON.stringify(this.status())];
    const more = [unlisted, Number(places.isComplete({ held, released })), options.bytes, options.bytesOfAll];
    const lists = [changes.records, changes.ended, changes.counts.flat(), held, released];
    const args = [...head, ...more, ...lists.flatMap((list) => [list.length, ...list])];
    const reply = (await this.redis.commands.timed('renew_streams', script(args))) as [string, number?, number?];
    if (reply[0] !== 'renewed') return false;
    this.rewrite = false;
    this.sequence++;
    this.room = reply[2] ?? 0;
    roster.written(changes, reply[1] === 1);
    places.written({ held, released });
    return true;
  }

  private status() {
    return statusOf(this.roster.streams, this.progress);
  }
}

/** Whether the command was not sent, because there was no connection. */
function notSent(error: unknown): boolean {
  return outcomeOf(error) === 'not_applied' && (error as Error).name !== 'ReplyError';
}
