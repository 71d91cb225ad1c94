import { Inject, Injectable } from '@nestjs/common';
import { Problem } from '../../problems/problem.js';
import { quotaOf, type Rate } from '../../rate-limit/rate-limiter.js';
import { EVENTS_OPTIONS, type EventsOptions } from '../events.options.js';

/** Bounds the events that each principal publishes, if there is a `publishLimiter`. */
@Injectable()
export class PublishLimit {
  constructor(@Inject(EVENTS_OPTIONS) private readonly options: Pick<EventsOptions, 'publishLimiter' | 'observer'>) {}

  get on(): boolean {
    return this.options.publishLimiter !== undefined;
  }

  /**
   * Takes the first event of a call, before its body is read. It stays taken whatever the body is.
   * @throws Problem `rate_limited`
   */
  takeFirst(principal: string): Promise<void> {
    return this.take(principal, 1, 1);
  }

  /**
   * Takes the other events of a call, all or none.
   * @throws Problem `rate_limited`
   */
  async takeRest(principal: string, events: number): Promise<void> {
    if (events > 1) await this.take(principal, events - 1, events);
  }

  /** Gives back what `takeRest` took: the events were not published. */
  giveBackRest(principal: string, events: number): void {
    if (events > 1) void this.options.publishLimiter?.giveBack(keyOf(principal), events - 1);
  }

  private async take(principal: string, uses: number, events: number): Promise<void> {
    const { publishLimiter: limiter, observer } = this.options;
    if (!limiter) return;
    const waitMs = await limiter.consume(keyOf(principal), uses);
    if (waitMs <= 0) return;
    observer?.publishLimited?.(principal);
    throw refusal(limiter.rate, events, uses, waitMs);
  }
}

/** The limiter's key of a principal. Those of the limit on issuing begin with an address. */
function keyOf(principal: string): string {
  return `publish ${principal}`;
}

function refusal(rate: Rate | undefined, events: number, uses: number, waitMs: number): Problem {
  const refillMs = rate?.refillMs ?? 0;
  // A retry of the call takes its first event again, so that is added.
  const retryAfterSeconds = Math.ceil((waitMs + (events - uses) * refillMs) / 1_000);
  const remaining = rate ? Math.max(0, Math.floor(uses - waitMs / refillMs)) : 0;
  const limit = { policy: 'publishing', remaining, ...(rate && quotaOf(rate)) };
  return new Problem('rate_limited', detailOf(limit, events), { outcome: 'not_applied', retryAfterSeconds, limit });
}

function detailOf(limit: { remaining: number; quota?: number; windowSeconds?: number }, events: number): string {
  const { remaining, quota, windowSeconds } = limit;
  if (quota === undefined) return 'The principal published too many events.';
  const allowed = `The principal may publish ${quota} events in ${windowSeconds} s, of which ${remaining} are left now`;
  return events === 1 ? `${allowed}.` : `${allowed}; the call has ${events}.`;
}
