// `increase()` counts from the first sample of a series. A counter that appears with its first failure hides that
// failure, so every series must exist from the start.
import { combinations } from '../../src/metrics/begin-at-zero.js';
import { type MetricDefinition } from '../../src/metrics/catalogue/metric-definition.js';
import { METRICS } from '../../src/metrics/metrics.catalogue.js';
import { Instances } from '../support/instances.js';
import { newCredential } from '../support/used-credentials.js';
import { scrape } from './support/metrics.js';

const counters = Object.values<MetricDefinition>(METRICS).filter(
  ({ type, labels, values = {} }) =>
    type === 'counter' && labels.length > 0 && !Object.values(values).includes('credentials'),
);

describe('the labelled counters of a fresh instance', () => {
  const instances = new Instances({ VX11_STORE: 'memory', VX11_GATEWAY_TOKEN: newCredential() });
  let text: string;

  beforeAll(async () => (text = await scrape(await instances.add())));
  afterAll(() => instances.stop());

  it.each(counters.map((definition) => [definition.name, definition] as const))(
    '%s shows every combination of its labels, at 0, and no other',
    (name, definition) => {
      const series = combinations(definition, ['operator', 'gateway']).map((labels) => {
        const pairs = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
        return `${name}{${pairs.join(',')}} 0`;
      });
      expect(series.length).toBeGreaterThan(0);
      expect(text.match(new RegExp(`^${name}\\{.*$`, 'gm'))?.sort()).toEqual(series.sort());
    },
  );
});
