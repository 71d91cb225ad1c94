import { Global, Module } from '@nestjs/common';
import { PrometheusModule } from '@willsoto/nestjs-prometheus';
import { countedMetricProviders } from './metric.providers.js';
import { MetricsController } from './metrics.controller.js';

const providers = countedMetricProviders();

@Global()
@Module({
  imports: [PrometheusModule.register({ controller: MetricsController, path: '/metrics' })],
  providers,
  exports: providers,
})
export class MetricsModule {}
