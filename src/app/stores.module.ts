import { Module, type Provider } from '@nestjs/common';
import { Settings } from '../config/settings.js';
import { EventLog } from '../event-log/event-log.interface.js';
import { MemoryEventLog } from '../event-log/event-log.memory.js';
import { RedisEventLog } from '../event-log/event-log.redis.js';
import { MetricsModule } from '../metrics/metrics.module.js';
import { RedisMetrics } from '../metrics/redis.metrics.js';
import { RateLimiter, UnlimitedRate } from '../rate-limit/rate-limiter.js';
import { MemoryRateLimiter } from '../rate-limit/rate-limiter.memory.js';
import { RedisRateLimiter } from '../rate-limit/rate-limiter.redis.js';
import { RedisService } from '../redis/redis.service.js';
import { StoreHealth } from '../store/store-health.interface.js';
import { MemoryStoreHealth } from '../store/store-health.memory.js';
import { TokenStore } from '../token-store/token-store.interface.js';
import { MemoryTokenStore } from '../token-store/token-store.memory.js';
import { RedisTokenStore } from '../token-store/token-store.redis.js';

/** The connections to Redis; null where everything is in memory. */
const redisService: Provider = {
  provide: RedisService,
  inject: [Settings, RedisMetrics],
  useFactory: ({ redis, instanceId }: Settings, observer: RedisMetrics) =>
    redis ? RedisService.to(redis, { instanceId }, observer) : null,
};

const tokenStore: Provider = {
  provide: TokenStore,
  inject: [Settings, RedisService],
  useFactory: ({ token }: Settings, redis: RedisService | null): TokenStore =>
    redis ? new RedisTokenStore(redis, token.bounds) : new MemoryTokenStore(token.maxInMemory, token.bounds),
};

const eventLog: Provider = {
  provide: EventLog,
  inject: [Settings, RedisService],
  useFactory: ({ log }: Settings, redis: RedisService | null): EventLog =>
    redis ? new RedisEventLog(redis, log) : new MemoryEventLog(log),
};

const rateLimiter: Provider = {
  provide: RateLimiter,
  inject: [Settings, RedisService],
  useFactory: ({ rate: { limit, windowSeconds, burst } }: Settings, redis: RedisService | null): RateLimiter => {
    if (limit === 0) return new UnlimitedRate();
    const rate = { burst, refillMs: (windowSeconds * 1_000) / limit };
    return redis ? new RedisRateLimiter(redis, rate) : new MemoryRateLimiter(rate);
  },
};

const storeHealth: Provider = {
  provide: StoreHealth,
  inject: [RedisService],
  useFactory: (redis: RedisService | null): StoreHealth => redis?.monitor ?? new MemoryStoreHealth(),
};

const providers = [redisService, tokenStore, eventLog, rateLimiter, storeHealth];

/** Chooses for every seam whether it lives in Redis or in the memory of this process. Nothing else knows which it is. */
@Module({ imports: [MetricsModule], providers, exports: providers })
export class StoresModule {}
