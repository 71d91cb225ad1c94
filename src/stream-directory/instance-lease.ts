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

/** Between two slices of what is to be told, ms. */
const SLICE_PAUSE_MS = 50;
/** How long a place that was given back waits for others, ms. */
const RELEASE_MS = 100;

/**
 * The lease of this instance: what others know of its streams, and the places they count. One script call renews it and
 * tells what changed, in slices. Where the store does not have what it was told, everything is told again.
 */
export class InstanceLease {
  readonly name: string;
  readonly places = new HeldPlaces();
  readonly roster: StreamRoster;
  private readonly logger = new Logger('StreamDirectory');
  private readonly scripts;
  private sequence = 0;
  private again = true;
  /** Bytes that the store has room for, as far as is known. */
  private room = Infinity;
  private running: Promise<void> | undefined;
  private timer: NodeJS.Timeout | undefined;
  private early: NodeJS.Timeout | undefined;
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
      renew: directoryScript(commands, keys, 'renew', { alone: true }),
      renewAnyway: directoryScript(commands, keys, 'renew', { alone: true, allowOom: true }),
      leave: directoryScript(commands, keys, 'leave', { alone: true }),
    };
    redis.monitor.onChange((available) => available && this.soon(0));
  }

  /** Renews it from now on. */
  start(): void {
    this.timer = setInterval(() => this.soon(0), this.options.renewMs).unref();
    this.soon(0);
  }

  /** Gives the lease back: its streams are listed no more. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearInterval(this.timer);
    clearTimeout(this.early);
    await this.running?.catch(() => undefined);
    await this.redis.commands.timed('leave_streams', this.scripts.leave([this.name])).catch(() => undefined);
  }

  /** The place counts no more; told with others that are given back at the same time. */
  release(principal: string, place: string): void {
    this.places.release(principal, place);
    this.soon(RELEASE_MS);
  }

  /** Tells everything that is to be told. Rejects if the store did not take it; it is tried again with the next renewal. */
  renew(): Promise<void> {
    this.running ??= this.tellAll().finally(() => (this.running = undefined));
    return this.running;
  }

  private soon(ms: number): void {
    if (this.stopped || this.early) return;
    this.early = setTimeout(() => {
      this.early = undefined;
      this.renew().then(
        () => this.places.hasMore && this.soon(RELEASE_MS),
        (error: unknown) => this.logger.debug(`The lease could not be renewed: ${String(error)}`),
      );
    }, ms).unref();
  }

  private async tellAll(): Promise<void> {
    for (;;) {
      if (!(await this.tellSlice())) this.again = true;
      else if (!this.places.hasMore && !this.roster.hasMore(this.room)) return;
      else await delay(SLICE_PAUSE_MS, undefined, { ref: false });
      if (this.stopped) return;
    }
  }

  /** Returns false if the store has lost what it was told. */
  private async tellSlice(): Promise<boolean> {
    try {
      return await this.tell(this.scripts.renew, this.room);
    } catch (error) {
      // Those who are listed stay so, and places are counted, when there is no room for more.
      if (isOutOfMemory(error)) return this.tell(this.scripts.renewAnyway, 0).finally(() => (this.room = 0));
      // Sent, and perhaps done: what the store has is not known.
      if (!notSent(error)) this.again = true;
      throw error;
    }
  }

  private async tell(script: (args: (string | number)[]) => Promise<unknown>, room: number): Promise<boolean> {
    const { roster, places, options } = this;
    if (this.again) {
      roster.restart();
      places.restart();
    }
    const changes = roster.take(room);
    const { held, released } = places.take();
    const unlisted = roster.unlisted - changes.records.length;
    const head = [this.name, options.seconds, this.sequence, Number(this.again), JSON.stringify(this.status())];
    const more = [unlisted, Number(places.isComplete({ held, released })), options.bytes, options.bytesOfAll];
    const lists = [changes.records, changes.ended, changes.counts.flat(), held, released];
    const args = [...head, ...more, ...lists.flatMap((list) => [list.length, ...list])];
    const reply = (await this.redis.commands.timed('renew_streams', script(args))) as [string, number?, number?];
    if (reply[0] !== 'renewed') return false;
    this.again = false;
    this.sequence++;
    this.room = reply[2] ?? 0;
    roster.told(changes, reply[1] === 1);
    places.told({ held, released });
    return true;
  }

  private status() {
    return statusOf(this.roster.streams, this.progress);
  }
}

/** The connection was not there. */
function notSent(error: unknown): boolean {
  return outcomeOf(error) === 'not_applied' && (error as Error).name !== 'ReplyError';
}
