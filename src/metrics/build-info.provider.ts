import { type Provider } from '@nestjs/common';
import { getToken } from '@willsoto/nestjs-prometheus';
import { Gauge, register } from 'prom-client';
import { Settings } from '../config/settings.js';
import { VERSION } from '../version.js';
import { METRICS } from './metrics.catalogue.js';

/** A gauge that is always 1; its labels say which version runs. */
export function buildInfoProvider(): Provider {
  const { name, help, labels } = METRICS.buildInfo;
  return {
    provide: getToken(name),
    inject: [Settings],
    useFactory: ({ commit }: Settings) => {
      register.removeSingleMetric(name);
      const gauge = new Gauge({ name, help, labelNames: [...labels] });
      gauge.set({ version: VERSION, commit }, 1);
      return gauge;
    },
  };
}
