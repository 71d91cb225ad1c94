// Operators rely on alerts. The rules are tested against series made for the test, and what they name is compared with what exists.
import { readdirSync } from 'node:fs';
import { Prometheus } from '../../cluster/prometheus.js';
import { repositoryFile } from '../../cluster/repository.js';
import { createRunDirectory } from '../../cluster/run-directory.js';
import { run } from './support/run.js';
import { alerts, ruleTests, rules } from './support/rules.js';

const filesOf = (folder: string) => readdirSync(repositoryFile(folder)).map((name) => `${folder}/${name}`);

describe('prometheus', () => {
  it.each([
    ['check', 'config', 'prometheus/prometheus.yml'],
    ['check', 'rules', ...filesOf('prometheus/rules')],
    ['test', 'rules', ...filesOf('prometheus/tests')],
  ])('promtool %s %s finds nothing wrong', async (...args) => {
    const { code, output } = await run('promtool', args);
    expect(`${code}: ${output}`).toMatch(/^0: /);
  });

  it('a running one loads the rules and the targets', async () => {
    const target = { host: '127.0.0.1', port: 9 };
    const prometheus = await Prometheus.start({ targets: [target], runDir: createRunDirectory('prometheus') });
    const { data } = (await (await fetch(`${prometheus.baseUrl}/api/v1/rules`)).json()) as {
      data: { groups: { rules: { name: string }[] }[] };
    };
    const loaded = data.groups.flatMap((group) => group.rules.map(({ name }) => name));
    expect(loaded.sort()).toEqual(rules.map(({ alert, record }) => alert ?? record).sort());
    await prometheus.stop();
  });
});

describe.each(alerts.map((rule) => [rule.alert, rule] as const))('alert %s', (alert, rule) => {
  it('is tested where it must be raised and where it must not', () => {
    const outcomes = ruleTests
      .flatMap(({ alert_rule_test: checks }) => checks)
      .filter(({ alertname }) => alertname === alert)
      .map(({ exp_alerts: raised = [] }) => raised.length > 0);
    expect([...new Set(outcomes)].sort()).toEqual([false, true]);
  });

  it('says how urgent it is, after how long, what is wrong, and where to read on', () => {
    expect(rule.labels['severity']).toMatch(/^(page|ticket)$/);
    expect(rule.for).toMatch(/^\d+[smh]$/);
    expect(Object.keys(rule.annotations)).toEqual(['summary', 'description', 'runbook_url']);
    expect(rule.annotations['runbook_url']).toMatch(
      new RegExp(`^{{ \\$externalLabels\\.repository }}/docs/runbooks/[a-z-]+\\.md#${alert.toLowerCase()}$`),
    );
  });
});
