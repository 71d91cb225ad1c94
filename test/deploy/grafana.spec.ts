// An operator looks at the dashboard when something is wrong: a panel that names a metric wrongly shows nothing, as if nothing were.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dump, load } from 'js-yaml';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { createRunDirectory } from '../../cluster/run-directory.js';
import { makeDashboard } from '../../grafana/dashboard/dashboard.js';
import { RUNBOOKS } from '../../grafana/dashboard/runbooks.js';
import { type LabelValues } from '../../src/metrics/catalogue/metric-definition.js';
import { METRICS } from '../../src/metrics/metrics.catalogue.js';
import { page } from '../docs/support/markdown.js';
import { ENDPOINTS } from '../support/endpoints.js';
import { groupingsOf, type Selector, selectorsOf } from './support/promql.js';
import { compose } from './support/compose.js';
import { alerts, rules } from './support/rules.js';
import { run } from './support/run.js';

interface Query {
  readonly title: string;
  readonly targets: readonly { readonly expr: string; readonly legendFormat: string }[];
}

interface Panel extends Query {
  readonly type: string;
  readonly description: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly links: readonly { readonly url: string }[];
  readonly fieldConfig: {
    readonly defaults: { readonly unit: string; readonly thresholds: { readonly steps: object[] } };
  };
}

interface Known {
  readonly labels: readonly string[];
  readonly values?: Readonly<Record<string, LabelValues>>;
}

/** What an exporter of another project tells, and Prometheus itself. */
const OF_OTHERS: Readonly<Record<string, Known>> = {
  up: { labels: [] },
  ALERTS: { labels: ['alertname', 'alertstate', 'severity'] },
  redis_memory_used_bytes: { labels: [] },
  redis_memory_max_bytes: { labels: [] },
  probe_success: { labels: [] },
  probe_duration_seconds: { labels: [] },
};

/** Given by Prometheus to all that it scrapes. */
const OF_TARGETS = ['job', 'instance'];

const dashboard = makeDashboard();
const panels = (dashboard.panels as unknown as Panel[]).filter(({ type }) => type !== 'row');
const queries: readonly Query[] = [
  ...panels.map(({ title, targets }) => ({ title, targets })),
  ...(dashboard.annotations?.list ?? []).map(({ name, expr = '', titleFormat = '' }) => ({
    title: name,
    targets: [{ expr, legendFormat: titleFormat }],
  })),
];
const expressions = queries.flatMap(({ targets }) => targets.map(({ expr }) => expr));

function knownMetrics(): Map<string, Known> {
  const known = new Map<string, Known>(Object.entries(OF_OTHERS));
  const add = (name: string, type: string, definition: Known) => {
    const names = type === 'histogram' ? ['_bucket', '_sum', '_count'].map((suffix) => name + suffix) : [name];
    for (const each of names) known.set(each, definition);
  };
  for (const { name, type, ...definition } of Object.values(METRICS)) add(name, type, definition);
  for (const { record } of rules) if (record) known.set(record, { labels: [] });
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  for (const { name, type } of registry.getMetricsAsArray()) {
    add(name, String(type), { labels: name === 'nodejs_gc_duration_seconds' ? ['kind'] : [] });
  }
  return known;
}

describe('the dashboard', () => {
  const known = knownMetrics();

  it('is what `npm run dashboard` writes', () => {
    const committed = JSON.parse(page('grafana/dashboards/operator-backend.json')) as unknown;
    expect(committed).toEqual(JSON.parse(JSON.stringify(dashboard)));
  });

  it('has expressions that Prometheus can parse', async () => {
    const rules = expressions.map((expr, index) => ({
      record: `panel:${index}`,
      expr: expr.replaceAll('$__rate_interval', '5m'),
    }));
    const file = join(createRunDirectory('dashboard'), 'rules.yml');
    writeFileSync(file, dump({ groups: [{ name: 'dashboard', rules }] }));
    const { code, output } = await run('promtool', ['check', 'rules', file]);
    expect(`${code}: ${output}`).toContain(`SUCCESS: ${expressions.length} rules found`);
  });

  it.each(queries.map((query) => [query.title, query] as const))(
    '%s: names metrics, labels and values that exist',
    (_, { targets }) => {
      for (const { expr, legendFormat } of targets) {
        const selectors = selectorsOf(expr);
        expect(selectors).not.toEqual([]);
        for (const selector of selectors) expectKnown(selector);
        const labels = [...OF_TARGETS, 'le', ...selectors.flatMap(({ metric }) => known.get(metric)?.labels ?? [])];
        const shown = [...legendFormat.matchAll(/\{\{(\w+)\}\}/g)].map(([, label = '']) => label);
        expect([...groupingsOf(expr), ...shown].filter((label) => !labels.includes(label))).toEqual([]);
      }
    },
  );

  function expectKnown({ metric, matchers }: Selector): void {
    expect([...known.keys()]).toContain(metric);
    const { labels, values } = known.get(metric)!;
    for (const { label, value } of matchers) {
      expect([...OF_TARGETS, ...labels]).toContain(label);
      if (Array.isArray(values?.[label])) expect(values[label]).toContain(value);
      if (label === 'route') expect(ENDPOINTS.map(({ path }) => path)).toContain(value);
    }
  }

  it('has panels that fill lines without overlapping', () => {
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, index) => `${x + (index % w)} ${y + Math.floor(index / w)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
    expect(panels.filter(({ gridPos: { x, w } }) => x + w > 24).map(({ title }) => title)).toEqual([]);
    expect(new Set((dashboard.panels ?? []).map(({ id }) => id)).size).toBe(dashboard.panels?.length);
  });

  it.each(panels.map((panel) => [panel.title, panel] as const))(
    '%s: says its unit, what it means, where it is bad and where to read on',
    (_, { description, links, fieldConfig: { defaults } }) => {
      expect(description).toMatch(/^[A-Z0-9`].*\.$/);
      expect(defaults.unit).toBeTruthy();
      expect(defaults.thresholds.steps.length).toBeGreaterThan(0);
      expect(links).toHaveLength(1);
      const { url } = links[0]!;
      const [, heading] = /^[a-z-]+\.md(?:#([a-z]+))?$/.exec(url.replace(`${RUNBOOKS}/`, ''))!;
      if (heading) expect(url).toBe(runbookOf(heading));
    },
  );
});

/** Where the alert of this heading leads. */
function runbookOf(heading: string): string | undefined {
  const alert = alerts.find((one) => one.alert.toLowerCase() === heading);
  const repository = RUNBOOKS.replace('/docs/runbooks', '');
  return alert?.annotations['runbook_url']?.replace('{{ $externalLabels.repository }}', repository);
}

describe('the provisioning of Grafana', () => {
  const read = (file: string) => load(page(`grafana/provisioning/${file}`)) as Record<string, unknown>;

  it('names the Prometheus of docker-compose.yml, and how often it scrapes', async () => {
    const { services } = await compose({});
    expect(services).toHaveProperty('prometheus');
    const { global } = load(page('prometheus/prometheus.yml')) as { global: { scrape_interval: string } };
    expect(read('datasources/prometheus.yml')).toMatchObject({
      datasources: [
        { type: 'prometheus', url: 'http://prometheus:9090', jsonData: { timeInterval: global.scrape_interval } },
      ],
    });
  });

  it('loads a folder of dashboards, and keeps no change made in the browser', () => {
    expect(read('dashboards/operator-backend.yml')).toMatchObject({
      providers: [{ type: 'file', allowUiUpdates: false, options: { path: '/etc/grafana/dashboards' } }],
    });
  });
});
