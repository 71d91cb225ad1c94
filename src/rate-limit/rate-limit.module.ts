import { Global, Module } from '@nestjs/common';
import { Settings } from '../config/settings.js';
import { RedisService } from '../redis/redis.service.js';
import { RateLimiter, UnlimitedRate } from './rate-limiter.js';
import { MemoryRateLimiter } from './rate-limiter.memory.js';
import { RedisRateLimiter } from './rate-limiter.redis.js';

@Global()
@Module({
  providers: [
    {
      provide: RateLimiter,
      inject: [Settings, RedisService],
      useFactory: ({ rate: { limit, windowSeconds, burst } }: Settings, redis: RedisService | null): RateLimiter => {
        if (limit === 0) return new UnlimitedRate();
        const rate = { burst, refillMs: (windowSeconds * 1_000) / limit };
        return redis ? new RedisRateLimiter(redis, rate) : new MemoryRateLimiter(rate);
      },
    },
  ],
  exports: [RateLimiter],
})
export class RateLimitModule {}
