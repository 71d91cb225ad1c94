import { Global, Module } from '@nestjs/common';
import { METRICS } from '../metrics/metrics.catalogue.js';
import { sampledGauge } from '../metrics/metric.providers.js';
import { Lifecycle } from './lifecycle.service.js';

@Global()
@Module({
  providers: [Lifecycle, sampledGauge(METRICS.draining, Lifecycle, ({ draining }) => Number(draining))],
  exports: [Lifecycle],
})
export class LifecycleModule {}
