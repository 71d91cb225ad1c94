import { Global, Module } from '@nestjs/common';
import { InFlightRequests } from './in-flight-requests.js';
import { METRICS } from '../metrics/metrics.catalogue.js';
import { sampledGauge } from '../metrics/metric.providers.js';
import { Lifecycle } from './lifecycle.service.js';

@Global()
@Module({
  providers: [
    Lifecycle,
    InFlightRequests,
    sampledGauge(METRICS.draining, Lifecycle, ({ draining }) => Number(draining)),
  ],
  exports: [Lifecycle, InFlightRequests],
})
export class LifecycleModule {}
