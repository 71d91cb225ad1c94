import { Global, Module } from '@nestjs/common';
import { PrometheusModule } from '@willsoto/nestjs-prometheus';
import { register } from 'prom-client';
import { buildInfoProvider } from './build-info.provider.js';
import { countedMetricProviders } from './metric.providers.js';
import { MetricsController } from './metrics.controller.js';

const providers = [...countedMetricProviders(), buildInfoProvider()];

/** Gauges of prom-client that are named like counters; their sums by type remain, under their right names. */
const MISNAMED = ['nodejs_active_handles_total', 'nodejs_active_requests_total', 'nodejs_active_resources_total'];

@Global()
@Module({
  imports: [PrometheusModule.register({ controller: MetricsController, path: '/metrics' })],
  providers,
  exports: providers,
})
export class MetricsModule {
  constructor() {
    for (const name of MISNAMED) register.removeSingleMetric(name);
  }
}
