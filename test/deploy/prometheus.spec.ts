// Operators rely on alerts. The rules are tested against series made for the test, and the metrics that they name are compared with
// the catalogue of metrics.
import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { Prometheus } from '../../cluster/prometheus.js';
import { repositoryFile } from '../../cluster/repository.js';
import { createRunDirectory } from '../../cluster/run-directory.js';
import { type MetricDefinition } from '../../src/metrics/catalogue/metric-definition.js';
import { METRICS } from '../../src/metrics/metrics.catalogue.js';
import { run } from './support/run.js';

interface Rule {
  alert: string;
  expr: string;
  labels: Record<string, string>;
  annotations: Record<string, string>;
}

const RULES = 'prometheus/rules/operator-backend.yml';
const rules = (load(readFileSync(repositoryFile(RULES), 'utf8')) as { groups: { rules: Rule[] }[] }).groups.flatMap(
  (group) => group.rules,
);
const metrics: readonly MetricDefinition[] = Object.values(METRICS);

describe('prometheus', () => {
  it.each([
    ['check', 'config', 'prometheus/prometheus.yml'],
    ['check', 'rules', RULES],
    ['test', 'rules', 'prometheus/tests/operator-backend.yml'],
  ])('promtool %s %s %s', async (...args) => {
    const { code, output } = await run('promtool', args);
    expect(`${code}: ${output}`).toMatch(/^0: /);
  });

  it('a running one loads the rules and the targets', async () => {
    const target = { host: '127.0.0.1', port: 9 };
    const prometheus = await Prometheus.start({ targets: [target], runDir: createRunDirectory('prometheus') });
    const { data } = (await (await fetch(`${prometheus.baseUrl}/api/v1/rules`)).json()) as {
      data: { groups: { rules: { name: string }[] }[] };
    };
    expect(data.groups.flatMap((group) => group.rules.map(({ name }) => name))).toEqual(
      rules.map(({ alert }) => alert),
    );
    await prometheus.stop();
  });
});

describe.each(rules.map((rule) => [rule.alert, rule] as const))('alert %s', (alert, rule) => {
  it('is tested', () => {
    const tests = readFileSync(repositoryFile('prometheus/tests/operator-backend.yml'), 'utf8');
    expect(tests).toContain(`alertname: ${alert}\n        exp_alerts:`);
  });

  it('has its severity as a label, where routing sees it, and says what is wrong', () => {
    expect(rule.labels['severity']).toMatch(/^(critical|warning)$/);
    expect(Object.keys(rule.annotations)).toEqual(['summary', 'description']);
  });

  it('names metrics and labels that exist', () => {
    const named = [...rule.expr.matchAll(/(vx11_\w+?)(?:_bucket|_sum|_count)?\b(?:\{([^}]*)\})?/g)];
    for (const [, name, matchers] of named) {
      const metric = metrics.find((candidate) => candidate.name === name);
      expect(metric?.name).toBe(name);
      for (const [, label] of matchers?.matchAll(/(\w+)\s*=/g) ?? []) expect(metric?.labels).toContain(label);
    }
    expect(named.length > 0 || rule.expr.startsWith('up{')).toBe(true);
  });
});
