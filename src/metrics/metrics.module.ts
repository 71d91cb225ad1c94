import { Inject, Module, type OnModuleInit } from '@nestjs/common';
import { PrometheusModule } from '@willsoto/nestjs-prometheus';
import { Counter, register } from 'prom-client';
import { CredentialObserver } from '../auth/credential-observer.js';
import { Settings } from '../config/settings.js';
import { beginAtZero } from './begin-at-zero.js';
import { buildInfoProvider } from './build-info.provider.js';
import { countedMetricProviders } from './counted-metric.providers.js';
import { CredentialMetrics } from './credential.metrics.js';
import { DeliveryMetrics } from './delivery.metrics.js';
import { EventMetrics } from './event.metrics.js';
import { type MetricDefinition } from './catalogue/metric-definition.js';
import { METRICS } from './metrics.catalogue.js';
import { MetricsController } from './metrics.controller.js';
import { labelling, OTHER_PRINCIPALS, PrincipalLabel } from './principal-label.js';
import { SessionsObserver } from '../sessions/sessions-observer.js';
import { RedisMetrics } from './redis.metrics.js';
import { SessionMetrics } from './session.metrics.js';
import { StreamMetrics } from './stream.metrics.js';
import { TokenMetrics } from './token.metrics.js';

const providers = [
  ...countedMetricProviders(),
  buildInfoProvider(),
  CredentialMetrics,
  DeliveryMetrics,
  StreamMetrics,
  EventMetrics,
  RedisMetrics,
  SessionMetrics,
  TokenMetrics,
  {
    provide: PrincipalLabel,
    inject: [Settings],
    useFactory: ({ principals }: Settings) => labelling(principals.map(({ name }) => name)),
  },
  { provide: CredentialObserver, useExisting: CredentialMetrics },
  { provide: SessionsObserver, useExisting: SessionMetrics },
];

/** Gauges of prom-client that are named like counters; their sums by type remain, under their right names. */
const MISNAMED = ['nodejs_active_handles_total', 'nodejs_active_requests_total', 'nodejs_active_resources_total'];

/** `/metrics`, and the observers by which the parts of the service are counted. */
@Module({
  imports: [PrometheusModule.register({ controller: MetricsController, path: '/' })],
  providers,
  exports: providers,
})
export class MetricsModule implements OnModuleInit {
  constructor(@Inject(Settings) private readonly settings: Settings) {
    for (const name of MISNAMED) register.removeSingleMetric(name);
  }

  onModuleInit(): void {
    const { principalsFile, jwt } = this.settings;
    const principals = this.settings.principals.map(({ name }) => name);
    if (principalsFile || jwt) principals.push(OTHER_PRINCIPALS);
    for (const definition of Object.values<MetricDefinition>(METRICS)) {
      const metric = register.getSingleMetric(definition.name);
      if (metric instanceof Counter) beginAtZero(metric, definition, principals);
    }
  }
}
