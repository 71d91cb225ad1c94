// An alert on a metric that does not exist never fires, and nobody notices. So a real Prometheus scrapes a real deployment as it is
// shipped, and every expression of the repository is held against what it has then.
import { eventually } from '../../cluster/eventually.js';
import { Nginx } from '../../cluster/nginx.js';
import { Observability } from '../../cluster/observability.js';
import { RedisServer } from '../../cluster/redis-server.js';
import { createRunDirectory } from '../../cluster/run-directory.js';
import { Instances } from '../support/instances.js';
import { allExpressions, faultsOf, inRules, type Known } from './support/expressions.js';
import { knownTo } from './support/known-series.js';

const JOBS = ['edge', 'nginx', 'node', 'operator-backend', 'redis'];

interface Target {
  readonly health: string;
  readonly labels: Readonly<Record<string, string>>;
}

describe('a deployment that is watched', () => {
  let redis: RedisServer;
  let instances: Instances;
  let nginx: Nginx;
  let observability: Observability;
  let known: Known;

  beforeAll(async () => {
    redis = await RedisServer.start();
    instances = new Instances({ REDIS_URL: redis.url, VX11_TRUSTED_PROXIES: 'loopback' });
    await instances.add();
    const runDir = createRunDirectory('observability');
    nginx = await Nginx.start({ upstreams: instances.all, runDir });
    observability = await Observability.start({ instances: instances.all, nginx, redis, runDir });
    // What a scrape brought is there together with its `up`.
    const scraped = async () => (await valueOf('count(count by (job) (up == 1))')) === `${JOBS.length}` || undefined;
    await eventually(scraped, { what: 'everything to be scraped', everyMs: 250 });
    known = await knownTo(observability.prometheus);
  });

  afterAll(async () => {
    await observability.stop();
    await nginx.stop();
    await instances.stop();
    await redis.stop();
  });

  async function ask<T>(path: string): Promise<T> {
    const answer = await fetch(`${observability.prometheus.baseUrl}/api/v1/${path}`);
    return ((await answer.json()) as { data: T }).data;
  }

  async function healthyJobs(): Promise<string[]> {
    const { activeTargets } = await ask<{ activeTargets: Target[] }>('targets');
    const healthy = activeTargets.filter(({ health }) => health === 'up').map(({ labels }) => labels['job']!);
    return [...new Set(healthy)].sort();
  }

  async function valueOf(query: string): Promise<string | undefined> {
    const { result } = await ask<{ result: { value: [number, string] }[] }>(`query?query=${encodeURIComponent(query)}`);
    return result[0]?.value[1];
  }

  it('is scraped in all its parts', async () => {
    expect(await healthyJobs()).toEqual(JOBS);
    const edge = `{job="edge",instance="${nginx.baseUrl}/health"}`;
    for (const query of [`probe_success${edge}`, 'nginx_up', 'redis_up', 'vx11_ready'])
      await eventually(async () => (await valueOf(query)) === '1' || undefined, { what: `${query} to be 1` });
    expect(await valueOf('redis_memory_max_bytes')).toMatch(/^[1-9]/);
  });

  it('shows users nothing of it', async () => {
    const shown = ['/status', '/metrics'].map(async (path) => (await fetch(nginx.baseUrl + path)).status);
    expect(await Promise.all(shown)).toEqual([404, 404]);
  });

  it('tells Alertmanager', async () => {
    const { activeAlertmanagers } = await ask<{ activeAlertmanagers: { url: string }[] }>('alertmanagers');
    expect(activeAlertmanagers.map(({ url }) => url)).toEqual([`${observability.alertmanager!.baseUrl}/api/v2/alerts`]);
  });

  it('has every metric, label and value that the rules, the dashboards and the pages name', () => {
    const expressions = allExpressions();
    expect(new Set(expressions.map(({ file }) => file.split('/')[0]))).toEqual(
      new Set(['prometheus', 'grafana', 'docs']),
    );
    expect(expressions.flatMap((expression) => faultsOf(expression, known))).toEqual([]);
  });

  it.each([
    ['vx11_tokens_isued_total', 'principal', 'gateway', 'no metric vx11_tokens_isued_total'],
    ['vx11_tokens_issued_total', 'principle', 'gateway', 'vx11_tokens_issued_total has no label principle'],
    ['vx11_streams_ended_total', 'reason', 'bored', 'vx11_streams_ended_total has no reason bored'],
    ['up', 'job', 'operators', 'up has no job operators'],
  ])('would notice %s{%s="%s"}, and says in which line', (metric, label, value, fault) => {
    const rule = `groups:\n  - name: typos\n    rules:\n      - alert: Wrong\n        expr: rate(${metric}{${label}="${value}"}[5m]) > 0\n`;
    const faults = inRules('rules.yml', rule).flatMap((expression) => faultsOf(expression, known));
    expect(faults).toEqual([`rules.yml:4: ${fault}`]);
  });

  it('has rules that Prometheus evaluates without an error', async () => {
    const evaluated = async () => {
      const { groups } = await ask<{ groups: { interval: number; rules: { name: string; health: string }[] }[] }>(
        'rules',
      );
      // The budgets are looked at less often.
      const often = groups.filter(({ interval }) => interval <= 5).flatMap((group) => group.rules);
      return often.every(({ health }) => health !== 'unknown') ? often : undefined;
    };
    const often = await eventually(evaluated, { what: 'the rules to be evaluated', everyMs: 250 });
    expect(often.filter(({ health }) => health !== 'ok')).toEqual([]);
    expect(often.length).toBeGreaterThan(30);
  });
});
