/** So many uses at once; then one comes back every `refillMs`, until there are `burst` again. */
export interface Rate {
  readonly burst: number;
  readonly refillMs: number;
}

/** Says how often something may be done, for each key by itself. A limiter that fails is not a limit. */
export interface RateLimiter {
  /** What it lets through; absent where that is not told. */
  readonly rate?: Rate;

  /**
   * Takes `uses` of `key`, all or none; one if absent. Returns 0 if there were as many, else the milliseconds after which there would
   * be. More than the burst never are.
   */
  consume(key: string, uses?: number): Promise<number>;

  /** Gives `uses` of `key` back, at once instead of with time; one if absent. Never rejects. */
  giveBack(key: string, uses?: number): Promise<void>;

  /** Milliseconds for which one use of `key` is known to be refused without asking anybody; 0 when that is not known. */
  refusedFor(key: string): number;
}

/** The limit on issuing. */
export const RateLimiter = Symbol('RateLimiter');

/** The limit on publishing. */
export const PublishLimiter = Symbol('PublishLimiter');

/** How a caller is told of it: its uses, and the seconds in which all of them come back. */
export function quotaOf({ burst, refillMs }: Rate): { quota: number; windowSeconds: number } {
  return { quota: burst, windowSeconds: Math.ceil(Math.round(burst * refillMs) / 1_000) };
}

/** No limit at all. */
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
