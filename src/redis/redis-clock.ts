import { COMMAND_TIMEOUT_MS } from './redis-options.js';

/** How much earlier than the caller's own time-out a command must have begun. Covers a slow way back. */
const MARGIN_MS = 250;
/** So long after it was made, a deadline is over at Redis. */
export const BEGINS_WITHIN_MS = COMMAND_TIMEOUT_MS - MARGIN_MS;

/**
 * The time at Redis, from its last answer to TIME and the monotonic time since. It is never ahead of the real one by
 * more than a clock step at Redis, since an answer takes its time to arrive; the instance's own clock plays no part.
 */
export class RedisClock {
  private sample: { redisMs: number; takenAt: number } | undefined;

  /** Takes over a reply of TIME, seconds and microseconds. */
  set([seconds, microseconds]: readonly (number | string)[]): void {
    this.sample = { redisMs: Number(seconds) * 1_000 + Number(microseconds) / 1_000, takenAt: performance.now() };
  }

  forget(): void {
    this.sample = undefined;
  }

  /** Redis time in ms after which a command sent now must not begin any more; undefined before the first answer. */
  deadline(): number | undefined {
    if (!this.sample) return undefined;
    const now = this.sample.redisMs + (performance.now() - this.sample.takenAt);
    return Math.floor(now + BEGINS_WITHIN_MS);
  }
}
