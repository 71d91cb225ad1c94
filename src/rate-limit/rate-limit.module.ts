import { Global, Module } from '@nestjs/common';
import { RateLimiterMemory, RateLimiterRedis } from 'rate-limiter-flexible';
import { Settings } from '../config/settings.js';
import { KEYS } from '../redis/redis-keys.js';
import { RedisService } from '../redis/redis.service.js';
import { RateLimiter, UnlimitedRate } from './rate-limiter.js';
import { WindowedRateLimiter } from './windowed-rate-limiter.js';

@Global()
@Module({
  providers: [
    {
      provide: RateLimiter,
      inject: [Settings, RedisService],
      useFactory: ({ rate }: Settings, redis: RedisService | null): RateLimiter => {
        if (rate.limit === 0) return new UnlimitedRate();
        const window = { points: rate.limit, duration: rate.windowSeconds, keyPrefix: KEYS.rate };
        if (!redis) return new WindowedRateLimiter(new RateLimiterMemory(window));
        // Once a key is used up it is refused from memory until its window ends: a flood costs Redis nothing.
        const options = { ...window, storeClient: redis.commands.client, inMemoryBlockOnConsumed: rate.limit };
        return new WindowedRateLimiter(new RateLimiterRedis(options));
      },
    },
  ],
  exports: [RateLimiter],
})
export class RateLimitModule {}
