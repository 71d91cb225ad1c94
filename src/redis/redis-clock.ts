import { COMMAND_TIMEOUT_MS } from './redis-options.js';

/** How long before its caller's time-out a command must begin in Redis, ms, so that a slow reply arrives in time. */
const MARGIN_MS = 250;
/** A reply that took longer says less about the time, ms. */
const PROMPT_MS = 100;
/** How long after it was made a deadline is over in Redis, ms. */
export const BEGINS_WITHIN_MS = COMMAND_TIMEOUT_MS - MARGIN_MS;

/**
 * Estimates the time of Redis' clock from its last reply to TIME and the monotonic time since. The estimate is not ahead of
 * Redis' clock unless that was set back, because a reply takes time to arrive. The wall clock of this host plays no part.
 */
export class RedisClock {
  private sample: { redisMs: number; takenAt: number } | undefined;

  /**
   * Sets the clock by a reply of TIME, seconds and microseconds, that was asked for at `askedAt`, a time of `performance`. A reply
   * that was read late would set it back, although it was right: the later of two estimates that are not ahead is the better one.
   */
  set([seconds, microseconds]: readonly (number | string)[], askedAt: number): void {
    const takenAt = performance.now();
    const redisMs = Number(seconds) * 1_000 + Number(microseconds) / 1_000;
    const before = this.now();
    if (before !== undefined && before > redisMs && takenAt - askedAt > PROMPT_MS) return;
    this.sample = { redisMs, takenAt };
  }

  /** To be called when Redis is lost: there is no deadline until the next `set`. */
  reset(): void {
    this.sample = undefined;
  }

  /** The estimate, ms since 1970; undefined if the clock is not set. */
  now(): number | undefined {
    return this.sample && this.sample.redisMs + (performance.now() - this.sample.takenAt);
  }

  /** How far the clock of this host is ahead, seconds; negative where it is behind; undefined if the clock is not set. */
  get hostAheadSeconds(): number | undefined {
    const now = this.now();
    return now === undefined ? undefined : (Date.now() - now) / 1_000;
  }

  /** The time, in ms of Redis' clock, after which a command sent now must not begin; undefined if the clock is not set. */
  deadline(): number | undefined {
    const now = this.now();
    return now === undefined ? undefined : Math.floor(now + BEGINS_WITHIN_MS);
  }
}
