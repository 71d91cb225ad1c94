import { type InjectionToken, type Provider } from '@nestjs/common';
import { getToken, makeCounterProvider, makeHistogramProvider } from '@willsoto/nestjs-prometheus';
import { Gauge, register } from 'prom-client';
import { type MetricDefinition, METRICS } from './metrics.catalogue.js';

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

/** A labelled gauge whose values are asked for when Prometheus does. `read` answers one value for each label value. */
export function sampledGauges<T>(
  { name, help, labels }: MetricDefinition,
  source: InjectionToken<T>,
  read: (source: T) => Readonly<Record<string, number>>,
): Provider {
  const [label = ''] = labels;
  return {
    provide: getToken(name),
    inject: [source],
    useFactory: (from: T) => {
      register.removeSingleMetric(name);
      return new Gauge({
        name,
        help,
        labelNames: [label],
        collect() {
          this.reset();
          for (const [value, count] of Object.entries(read(from))) this.set({ [label]: value }, count);
        },
      });
    },
  };
}

/** A gauge whose value is asked for when Prometheus does; no sample where there is no value or asking fails. */
export function sampledGauge<T>(
  { name, help }: MetricDefinition,
  source: InjectionToken<T>,
  read: (source: T) => number | null | undefined | Promise<number | undefined>,
): Provider {
  return {
    provide: getToken(name),
    inject: [source],
    useFactory: (from: T) => {
      register.removeSingleMetric(name);
      return new Gauge({
        name,
        help,
        async collect() {
          const value = await Promise.resolve(read(from)).catch(() => undefined);
          if (value === undefined || value === null) this.remove();
          else this.set(value);
        },
      });
    },
  };
}
