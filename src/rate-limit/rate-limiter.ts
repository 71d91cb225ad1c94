/** Says how often something may be done. */
export interface RateLimiter {
  /**
   * Counts one use of `key`. Answers 0 if it is allowed, else the milliseconds after which it will be again. A limiter
   * that fails is not a limit: it answers 0.
   */
  consume(key: string): Promise<number>;

  /** Milliseconds for which `key` is known to be refused without asking anybody; 0 when that is not known. */
  refusedFor(key: string): number;
}

export const RateLimiter = Symbol('RateLimiter');

/** No limit at all. */
export class UnlimitedRate implements RateLimiter {
  consume(): Promise<number> {
    return Promise.resolve(0);
  }

  refusedFor(): number {
    return 0;
  }
}
