import { Module, type Provider } from '@nestjs/common';
import { Settings } from '../config/settings.js';
import { EventLog } from '../event-log/event-log.interface.js';
import { MemoryEventLog } from '../event-log/event-log.memory.js';
import { RedisEventLog } from '../event-log/event-log.redis.js';
import { MetricsModule } from '../metrics/metrics.module.js';
import { RedisMetrics } from '../metrics/redis.metrics.js';
import { AddressCounts, SeparateCounts } from '../rate-limit/address-counts.js';
import { RedisAddressCounts } from '../rate-limit/address-counts.redis.js';
import { PublishLimiter, RateLimiter, UnlimitedRate } from '../rate-limit/rate-limiter.js';
import { MemoryRateLimiter } from '../rate-limit/rate-limiter.memory.js';
import { RedisRateLimiter } from '../rate-limit/rate-limiter.redis.js';
import { LOG } from '../redis/redis-keys.js';
import { RedisService } from '../redis/redis.service.js';
import { Generations } from '../revocation/generations.js';
import { Revocations } from '../revocation/revocations.interface.js';
import { MemoryRevocations } from '../revocation/revocations.memory.js';
import { RedisRevocations } from '../revocation/revocations.redis.js';
import { Supersessions } from '../revocation/supersessions.js';
import { LateQuota } from '../stream-directory/late-quota.js';
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

/** The revocation generations that the stores in memory share. */
const generations: Provider = { provide: Generations, useFactory: () => new Generations() };

/** The open streams here that can be resumed elsewhere. */
const supersessions: Provider = { provide: Supersessions, useFactory: () => new Supersessions() };

const revocations: Provider = {
  provide: Revocations,
  inject: [RedisService, Generations, Supersessions],
  useFactory: (redis: RedisService | null, kept: Generations, supersessions: Supersessions): Revocations =>
    redis ? new RedisRevocations(redis, undefined, supersessions) : new MemoryRevocations(kept),
};

const tokenStore: Provider = {
  provide: TokenStore,
  inject: [Settings, RedisService, Revocations, Generations, Supersessions],
  useFactory: (
    { token: { bounds, maxInMemory }, stream, resume }: Settings,
    redis: RedisService | null,
    revocations: RedisRevocations,
    generations: Generations,
    supersessions: Supersessions,
  ): TokenStore => {
    const times = { seconds: stream.maxSeconds + resume.seconds, maxSeconds: resume.maxSeconds };
    return redis
      ? new RedisTokenStore(redis, bounds, revocations, times)
      : new MemoryTokenStore(maxInMemory, bounds, generations, undefined, times, supersessions);
  },
};

const eventLog: Provider = {
  provide: EventLog,
  inject: [Settings, RedisService, Revocations],
  useFactory: ({ log }: Settings, redis: RedisService | null, revocations: RedisRevocations): EventLog =>
    // Instances hear of revocations by the read that brings the events.
    redis ? new RedisEventLog(redis, log, LOG, revocations.control) : new MemoryEventLog(log),
};

const rateLimiter: Provider = {
  provide: RateLimiter,
  inject: [Settings, RedisService],
  useFactory: ({ rate: { limit, windowSeconds, burst } }: Settings, redis: RedisService | null) =>
    limiterOf(limit, windowSeconds, burst, redis),
};

const publishLimiter: Provider = {
  provide: PublishLimiter,
  inject: [Settings, RedisService],
  useFactory: ({ publishing: { events, windowSeconds } }: Settings, redis: RedisService | null) =>
    limiterOf(events, windowSeconds, events, redis),
};

function limiterOf(limit: number, windowSeconds: number, burst: number, redis: RedisService | null): RateLimiter {
  if (limit === 0) return new UnlimitedRate();
  const rate = { burst, refillMs: (windowSeconds * 1_000) / limit };
  return redis ? new RedisRateLimiter(redis, rate) : new MemoryRateLimiter(rate);
}

const addressCounts: Provider = {
  provide: AddressCounts,
  inject: [Settings, RedisService],
  useFactory: (settings: Settings, redis: RedisService | null): AddressCounts =>
    redis ? new RedisAddressCounts(redis, settings) : new SeparateCounts(),
};

/** DirectoryModule gives it the quota that counts, once the streams are there. */
const quota: Provider = { provide: LateQuota, useFactory: () => new LateQuota() };

const storeHealth: Provider = {
  provide: StoreHealth,
  inject: [RedisService],
  useFactory: (redis: RedisService | null): StoreHealth => redis?.monitor ?? new MemoryStoreHealth(),
};

const providers = [
  redisService,
  generations,
  supersessions,
  revocations,
  tokenStore,
  eventLog,
  rateLimiter,
  publishLimiter,
  addressCounts,
  storeHealth,
  quota,
];

/** Provides the implementation of each seam: over Redis, or in the memory of this process. */
@Module({ imports: [MetricsModule], providers, exports: providers })
export class StoresModule {}
