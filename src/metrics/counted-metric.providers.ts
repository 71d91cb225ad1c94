import { type Provider } from '@nestjs/common';
import { makeCounterProvider, makeHistogramProvider } from '@willsoto/nestjs-prometheus';
import { type MetricDefinition } from './catalogue/metric-definition.js';
import { METRICS } from './metrics.catalogue.js';

/** Providers of everything that is counted or timed; inject with `@InjectMetric(METRICS.x.name)`. */
export function countedMetricProviders(): Provider[] {
  return Object.values<MetricDefinition>(METRICS)
    .filter(({ type }) => type !== 'gauge')
    .map(({ name, help, labels, type, buckets }) => {
      const options = { name, help, labelNames: [...labels] };
      return type === 'counter'
        ? makeCounterProvider(options)
        : makeHistogramProvider({ ...options, buckets: [...(buckets ?? [])] });
    });
}
