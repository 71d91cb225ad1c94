import { type InjectionToken, type Provider } from '@nestjs/common';
import { getToken } from '@willsoto/nestjs-prometheus';
import { Gauge, register } from 'prom-client';
import { type MetricDefinition } from './catalogue/metric-definition.js';

/** A gauge whose value is read when Prometheus scrapes; no sample where there is no value or reading fails. */
export function sampledGauge<T>(
  definition: MetricDefinition,
  source: InjectionToken<T>,
  read: (source: T) => number | null | undefined | Promise<number | undefined>,
): Provider {
  return sampled(definition, source, async (gauge, from) => {
    const value = await Promise.resolve(read(from)).catch(() => undefined);
    if (value === undefined || value === null) gauge.remove();
    else gauge.set(value);
  });
}

/** A gauge with one label whose values are asked for when Prometheus does: one for each value of the label. */
export function sampledGauges<T>(
  definition: MetricDefinition,
  source: InjectionToken<T>,
  read: (source: T) => Readonly<Record<string, number>>,
): Provider {
  const [label = ''] = definition.labels;
  return sampled(definition, source, (gauge, from) => {
    gauge.reset();
    for (const [value, count] of Object.entries(read(from))) gauge.set({ [label]: value }, count);
  });
}

function sampled<T>(
  { name, help, labels }: MetricDefinition,
  source: InjectionToken<T>,
  collect: (gauge: Gauge, from: T) => void | Promise<void>,
): Provider {
  return {
    provide: getToken(name),
    inject: [source],
    useFactory: (from: T) => {
      register.removeSingleMetric(name);
      return new Gauge({
        name,
        help,
        labelNames: [...labels],
        collect(): void | Promise<void> {
          return collect(this, from);
        },
      });
    },
  };
}
