/** A rate: up to `burst` uses at once, refilled by one use every `refillMs` milliseconds. */
export interface Rate {
  readonly burst: number;
  readonly refillMs: number;
}

/** Limits how often something may be done, separately for each key. If its store is not available, it refuses nothing. */
export interface RateLimiter {
  /** The rate, to tell callers; absent if it is not told. */
  readonly rate?: Rate;

  /**
   * Takes `uses` (1 if absent) of `key`, all or none. Returns 0 if they were taken, else the milliseconds until there are as
   * many. There are never more than the burst.
   */
  consume(key: string, uses?: number): Promise<number>;

  /** Gives `uses` (1 if absent) of `key` back. Never rejects. */
  giveBack(key: string, uses?: number): Promise<void>;

  /** Milliseconds for which this process knows that a use of `key` is refused; 0 if it does not know. */
  refusedFor(key: string): number;
}

/** Injection token of the limit on issuing tokens. */
export const RateLimiter = Symbol('RateLimiter');

/** Injection token of the limit on publishing events. */
export const PublishLimiter = Symbol('PublishLimiter');

/** A rate as callers are told it: the burst, and the seconds in which the whole burst is refilled. */
export function quotaOf({ burst, refillMs }: Rate): { quota: number; windowSeconds: number } {
  return { quota: burst, windowSeconds: Math.ceil(Math.round(burst * refillMs) / 1_000) };
}

/** A rate limiter that refuses nothing. */
export class UnlimitedRate implements RateLimiter {
  consume(): Promise<number> {
    return Promise.resolve(0);
  }

  giveBack(): Promise<void> {
    return Promise.resolve();
  }

  refusedFor(): number {
    return 0;
  }
}
