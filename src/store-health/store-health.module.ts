import { Global, Module } from '@nestjs/common';
import { METRICS } from '../metrics/metrics.catalogue.js';
import { sampledGauge, sampledGauges } from '../metrics/metric.providers.js';
import { RedisService } from '../redis/redis.service.js';
import { REFUSAL_REASONS } from '../redis/write-refusal.js';
import { StoreHealth } from '../store/store-health.interface.js';
import { MemoryStoreHealth } from '../store/store-health.memory.js';

/** 1 for the reason for which writes are refused, 0 for the others. */
function refusals({ monitor }: RedisService): Record<string, number> {
  return Object.fromEntries(
    REFUSAL_REASONS.map((reason) => [reason, Number(monitor.writesRefused?.reason === reason)]),
  );
}

@Global()
@Module({
  providers: [
    {
      provide: StoreHealth,
      inject: [RedisService],
      useFactory: (redis: RedisService | null): StoreHealth => redis?.monitor ?? new MemoryStoreHealth(),
    },
    sampledGauge(
      METRICS.redisUp,
      RedisService,
      (redis: RedisService | null) => redis && Number(redis.monitor.available),
    ),
    sampledGauges(METRICS.redisConnected, RedisService, (redis: RedisService | null) => redis?.connected ?? {}),
    sampledGauges(METRICS.redisWritesRefused, RedisService, (redis: RedisService | null) =>
      redis ? refusals(redis) : {},
    ),
    sampledGauge(METRICS.redisMemory, RedisService, (redis: RedisService | null) => redis?.monitor.memoryUsedRatio),
  ],
  exports: [StoreHealth],
})
export class StoreHealthModule {}
