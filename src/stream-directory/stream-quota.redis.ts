import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { BEGINS_WITHIN_MS } from '../redis/redis-clock.js';
import { outcomeOf } from '../redis/redis-failure.js';
import { type RedisService } from '../redis/redis.service.js';
import { directoryScript } from './directory-scripts.js';
import { HeldPlaces } from './held-places.js';
import { type InstanceLease } from './instance-lease.js';
import { StreamDirectoryUnavailableError } from './stream-directory.errors.js';
import { type StreamQuota, type StreamReservation } from './stream-quota.interface.js';
import { principalText } from './stream-record.js';

/** The stream quota in Redis. A place belongs to the lease of its instance, so the places of a crashed instance end with it. */
export class RedisStreamQuota implements StreamQuota {
  private readonly script;

  constructor(
    private readonly redis: Pick<RedisService, 'commands' | 'clock' | 'keys'>,
    private readonly lease: InstanceLease,
  ) {
    this.script = directoryScript(redis.commands, redis.keys, 'reserve');
  }

  async reserve(principal: string, max: number, predecessor?: string): Promise<StreamReservation | undefined> {
    let outcome = await this.attempt(principal, max, predecessor);
    if (outcome === 'lost') {
      // Redis lost them, or another instance took one over whose stream has not ended yet.
      this.lease.places.restore(principal);
      await this.lease.renew().catch((cause: unknown) => unavailable(cause));
      outcome = await this.attempt(principal, max, predecessor);
    }
    if (outcome === 'refused') return undefined;
    if (typeof outcome === 'string') throw new StreamDirectoryUnavailableError('not_applied');
    return outcome;
  }

  private async attempt(principal: string, max: number, predecessor = ''): Promise<StreamReservation | string> {
    const deadline = this.redis.clock.deadline();
    if (deadline === undefined) throw new StreamDirectoryUnavailableError('not_applied');
    const over = performance.now() + BEGINS_WITHIN_MS + 1;
    const id = randomUUID();
    const place = HeldPlaces.textOf(principal, id);
    const { name, places } = this.lease;
    const left = HeldPlaces.textOf(principal, predecessor);
    const args = [name, principalText(principal), place, max, places.countOf(principal), deadline, left];
    try {
      const outcome = (await this.redis.commands.timed('reserve_stream', this.script(args))) as string;
      if (outcome !== 'taken') return outcome;
    } catch (error) {
      // The script may have run, or may run until its deadline. So the place is released after the deadline.
      if (outcomeOf(error) === 'unknown') {
        void setTimeout(Math.max(0, over - performance.now())).then(() => this.lease.release(principal, place));
      }
      return unavailable(error);
    }
    if (predecessor !== '') places.release(principal, left);
    places.hold(principal, place);
    return this.reservation(principal, id);
  }

  private reservation(principal: string, name: string): StreamReservation {
    const place = HeldPlaces.textOf(principal, name);
    let released = false;
    const release = () => {
      if (released) return;
      released = true;
      this.lease.release(principal, place);
    };
    return { name, release };
  }
}

function unavailable(cause: unknown): never {
  throw new StreamDirectoryUnavailableError(outcomeOf(cause), { cause });
}
