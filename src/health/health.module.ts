import { Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { LifecycleModule } from '../lifecycle/lifecycle.module.js';
import { METRICS } from '../metrics/metrics.catalogue.js';
import { sampledGauge } from '../metrics/sampled-gauges.js';
import { HealthController } from './health.controller.js';
import { LimitsIndicator } from './limits.indicator.js';
import { LogIndicator } from './log.indicator.js';
import { Readiness } from './readiness.service.js';
import { StoreIndicator } from './store.indicator.js';
import { TailIndicator } from './tail.indicator.js';

/** Needs `EventsModule` and the stores among its imports. */
@Module({
  // The response says what is wrong; a log line for each check would repeat it.
  imports: [TerminusModule.forRoot({ logger: false }), LifecycleModule],
  controllers: [HealthController],
  providers: [
    StoreIndicator,
    LogIndicator,
    TailIndicator,
    LimitsIndicator,
    Readiness,
    sampledGauge(METRICS.ready, Readiness, async (readiness) => Number((await readiness.check()).ready)),
  ],
})
export class HealthModule {}
