/** So many uses at once; then one comes back every `refillMs`, until there are `burst` again. */
export interface Rate {
  readonly burst: number;
  readonly refillMs: number;
}

/** Says how often something may be done, for each key by itself. A limiter that fails is not a limit. */
export interface RateLimiter {
  /** What it lets through; absent where that is not told. */
  readonly rate?: Rate;

  /** Takes one use of `key`. Returns 0 if there was one, else the milliseconds after which there will be. */
  consume(key: string): Promise<number>;

  /** Gives a use of `key` back, at once instead of with time. Never rejects. */
  giveBack(key: string): Promise<void>;

  /** Milliseconds for which `key` is known to be refused without asking anybody; 0 when that is not known. */
  refusedFor(key: string): number;
}

export const RateLimiter = Symbol('RateLimiter');

/** How a caller is told of it: its uses, and the seconds in which all of them come back. */
export function quotaOf({ burst, refillMs }: Rate): { quota: number; windowSeconds: number } {
  return { quota: burst, windowSeconds: Math.ceil((burst * refillMs) / 1_000) };
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
