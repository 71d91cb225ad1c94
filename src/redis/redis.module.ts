import { Global, Module } from '@nestjs/common';
import { getToken } from '@willsoto/nestjs-prometheus';
import { type Counter, type Histogram } from 'prom-client';
import { Settings } from '../config/settings.js';
import { METRICS } from '../metrics/metrics.catalogue.js';
import { type RedisObserver } from './redis-observer.js';
import { RedisService } from './redis.service.js';

function observerOf(durations: Histogram, errors: Counter): RedisObserver {
  return {
    answered: (operation, seconds) => durations.observe({ operation }, seconds),
    failed: (operation) => errors.inc({ operation }),
  };
}

/**
 * Opens the connections of this instance, or provides `null` where everything is in memory. Only the seams' modules
 * inject it.
 */
@Global()
@Module({
  providers: [
    {
      provide: RedisService,
      inject: [Settings, getToken(METRICS.redisDuration.name), getToken(METRICS.redisErrors.name)],
      useFactory: ({ redis, instanceId }: Settings, durations: Histogram, errors: Counter) =>
        redis ? new RedisService(redis, instanceId, observerOf(durations, errors)) : null,
    },
  ],
  exports: [RedisService],
})
export class RedisModule {}
