import { type RateLimiterAbstract, RateLimiterRes } from 'rate-limiter-flexible';
import { type RateLimiter } from './rate-limiter.js';

/** What limiters with a store can tell beside; missing from the library's types. */
interface KnowsBlockedKeys {
  getInMemoryBlockMsBeforeExpire(key: string): number;
}

/** Windows of fixed length, counted by `rate-limiter-flexible` in memory or in Redis. */
export class WindowedRateLimiter implements RateLimiter {
  constructor(private readonly limiter: RateLimiterAbstract & Partial<KnowsBlockedKeys>) {}

  async consume(key: string): Promise<number> {
    try {
      await this.limiter.consume(key);
      return 0;
    } catch (refusal) {
      return refusal instanceof RateLimiterRes ? Math.max(1, refusal.msBeforeNext) : 0;
    }
  }

  refusedFor(key: string): number {
    return this.limiter.getInMemoryBlockMsBeforeExpire?.(this.limiter.getKey(key)) ?? 0;
  }
}
