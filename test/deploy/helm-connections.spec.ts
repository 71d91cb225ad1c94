// What connects the parts of the chart with the rest of a cluster: network, route, autoscaling, monitoring.
import 'reflect-metadata';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dump, load } from 'js-yaml';
import { repositoryFile } from '../../cluster/repository.js';
import { createRunDirectory } from '../../cluster/run-directory.js';
import { METRICS } from '../../src/metrics/metrics.catalogue.js';
import { ENDPOINTS } from '../support/endpoints.js';
import { CHART, EVERYTHING, KEDA, render, SMALLEST } from './support/helm.js';
import { type KubernetesObject, the } from './support/kubernetes.js';
import { run } from './support/run.js';

const BASE = 'https://git.example.org/operator-backend/blob/main';
interface Rules {
  groups: { name: string; rules: { alert?: string }[] }[];
}

const read = (path: string) => readFileSync(repositoryFile(path), 'utf8');
const INSTANCE = 'demo-operator-backend';
const NGINX = 'demo-operator-backend-nginx';
const pods = (component: string) => ({
  podSelector: { matchLabels: expect.objectContaining({ 'app.kubernetes.io/component': component }) },
});
const namespace = (name: string) => ({ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } } });
const DNS = { ports: [53, 53].map((port, index) => ({ protocol: ['UDP', 'TCP'][index], port })) };
const HTTP = [{ protocol: 'TCP', port: 'http' }];

let everything: KubernetesObject[];
let smallest: KubernetesObject[];
let keda: KubernetesObject[];
beforeAll(async () => {
  [everything, smallest, keda] = await Promise.all([render(EVERYTHING), render(SMALLEST), render(KEDA)]);
});

describe('the NetworkPolicies', () => {
  const policy = (objects: KubernetesObject[], name: string) => the(objects, 'NetworkPolicy', name).spec;

  it('let in what they name, and nobody without a name', () => {
    for (const name of [INSTANCE, NGINX]) {
      expect(policy(smallest, name).policyTypes).toEqual(['Ingress', 'Egress']);
      for (const { from } of policy(smallest, name).ingress) expect(from!.length).toBeGreaterThan(0);
    }
  });

  it('let nginx and Prometheus reach the instances, and the gateway reach nginx', () => {
    const prometheus = { ...namespace('monitoring'), podSelector: expect.anything() };
    expect(policy(smallest, INSTANCE).ingress).toEqual([{ from: [pods('nginx')], ports: HTTP }]);
    expect(policy(everything, INSTANCE).ingress).toEqual([
      { from: [pods('nginx')], ports: HTTP },
      { from: [prometheus], ports: HTTP },
    ]);
    expect(policy(everything, NGINX).ingress).toEqual([{ from: [namespace('gateway')], ports: HTTP }]);
  });

  it('let the instances reach Redis, names and what is added, and nginx the instances and names', () => {
    const redis = [6379, 26379].map((port) => ({ protocol: 'TCP', port }));
    expect(policy(smallest, INSTANCE).egress).toEqual([DNS, { ports: redis }]);
    expect(policy(everything, INSTANCE).egress).toEqual([
      DNS,
      { to: [namespace('data')], ports: redis },
      expect.objectContaining({ ports: [{ protocol: 'TCP', port: 443 }] }),
    ]);
    expect(policy(everything, NGINX).egress).toEqual([DNS, { to: [pods('instance')], ports: HTTP }]);
  });
});

describe('the route', () => {
  it('leads all paths to nginx, and limits the time of no request', () => {
    const { rules, parentRefs, hostnames } = the(everything, 'HTTPRoute', INSTANCE).spec;
    expect([parentRefs[0]!.name, hostnames]).toEqual(['public', ['operator.example.org']]);
    const { ports } = the(everything, 'Service', INSTANCE).spec;
    expect(rules).toEqual([
      {
        matches: [{ path: { type: 'PathPrefix', value: '/' } }],
        timeouts: { request: '0s', backendRequest: '0s' },
        backendRefs: [{ name: INSTANCE, port: ports[0]!.port }],
      },
    ]);
  });
});

describe('autoscaling', () => {
  const slow = { stabilizationWindowSeconds: 1_800, policies: [{ type: 'Pods', value: 1, periodSeconds: 600 }] };

  it('follows the open streams of an instance, up at once and down slowly', () => {
    const { scaleTargetRef, metrics, behavior, minReplicas, maxReplicas } = the(
      everything,
      'HorizontalPodAutoscaler',
      INSTANCE,
    ).spec;
    expect(scaleTargetRef).toEqual({ apiVersion: 'apps/v1', kind: 'Deployment', name: INSTANCE });
    expect([minReplicas, maxReplicas]).toEqual([4, 12]);
    expect(metrics[0].pods).toEqual({
      metric: { name: METRICS.streamsOpen.name },
      target: { type: 'AverageValue', averageValue: '10000' },
    });
    expect(behavior).toMatchObject({ scaleUp: { stabilizationWindowSeconds: 0 }, scaleDown: slow });
  });

  it('does the same with KEDA, by a query for the series that the ServiceMonitor makes', () => {
    const { triggers, advanced, scaleTargetRef } = the(keda, 'ScaledObject', INSTANCE).spec;
    expect(scaleTargetRef).toEqual({ name: INSTANCE });
    expect(triggers[0].metadata).toEqual({
      serverAddress: 'http://prometheus.monitoring:9090',
      query: `sum(${METRICS.streamsOpen.name}{job="operator-backend",namespace="platform"})`,
      threshold: '10000',
    });
    expect(advanced.horizontalPodAutoscalerConfig.behavior.scaleDown).toEqual({
      stabilizationWindowSeconds: 3_600,
      policies: [{ type: 'Pods', value: 1, periodSeconds: 1_800 }],
    });
  });

  it('is alone in saying how many instances there are', () => {
    expect(the(smallest, 'Deployment', INSTANCE).spec.replicas).toBe(3);
    for (const objects of [everything, keda])
      expect(the(objects, 'Deployment', INSTANCE).spec).not.toHaveProperty('replicas');
  });
});

describe('monitoring', () => {
  it('scrapes an endpoint that exists, as the job that the rules know', () => {
    const { endpoints, jobLabel, selector } = the(everything, 'ServiceMonitor', INSTANCE).spec;
    expect(ENDPOINTS.map(({ path }) => path)).toContain(endpoints[0].path);
    const service = the(everything, 'Service', `${INSTANCE}-instances`);
    expect(service.metadata.labels).toMatchObject(selector.matchLabels);
    expect(the(everything, 'Service', INSTANCE).metadata.labels).not.toMatchObject(selector.matchLabels);
    expect(service.spec.ports.map(({ name }) => name)).toContain(endpoints[0].port);
    expect(read('prometheus/prometheus.yml')).toContain(`job_name: ${service.metadata.labels[jobLabel]}\n`);
  });

  it('has every rule of prometheus/rules but those that it is told to leave out, with the runbooks where they are read', () => {
    const files = readdirSync(repositoryFile('prometheus/rules')).sort();
    const text = (file: string) =>
      read(`prometheus/rules/${file}`).replaceAll('{{ $externalLabels.repository }}', BASE);
    const groups = files.flatMap((file) => (load(text(file)) as Rules).groups);
    const without = (name: string) =>
      groups.map((group) => ({ ...group, rules: group.rules.filter(({ alert }) => alert !== name) }));
    expect(without('InstanceDown')).not.toEqual(groups);
    expect(the(everything, 'PrometheusRule', INSTANCE).spec.groups).toEqual(without('InstanceDown'));
  });

  it('has rules that Prometheus takes', async () => {
    const file = join(createRunDirectory('rules'), 'rules.yml');
    writeFileSync(file, dump(the(everything, 'PrometheusRule', INSTANCE).spec));
    const { code, output } = await run('promtool', ['check', 'rules', file]);
    expect({ code, output }).toEqual({ code: 0, output: expect.stringContaining('SUCCESS') });
  });

  it('leaves out by itself only alerts that there are', async () => {
    const { prometheusRule } = load(read(`${CHART}/values.yaml`)) as { prometheusRule: { without: string[] } };
    const alerts = readdirSync(repositoryFile('prometheus/rules'))
      .map((file) => read(`prometheus/rules/${file}`))
      .join();
    for (const name of prometheusRule.without) expect(alerts).toContain(`alert: ${name}\n`);
    const objects = await render(SMALLEST, { prometheusRule: { enabled: true } });
    const rules = the(objects, 'PrometheusRule', INSTANCE).spec.groups.flatMap((group) => group.rules);
    expect(rules.map(({ alert }) => alert)).not.toContain(prometheusRule.without[0]);
  });

  it('probes an endpoint that exists through nginx, as the job that the rules know', () => {
    const { jobName, prober, targets } = the(everything, 'Probe', INSTANCE).spec;
    const [target] = targets.staticConfig.static;
    expect(prober.url).toBe('blackbox-exporter.monitoring:9115');
    expect(target).toMatch(new RegExp(`^http://${INSTANCE}.platform/`));
    const endpoint = ENDPOINTS.find(({ path }) => path === new URL(target!).pathname);
    expect(endpoint).toMatchObject({ method: 'GET', access: 'public', reach: 'outside' });
    expect(read('prometheus/rules/edge.yml')).toContain(`probe_success{job="${jobName}"}`);
  });

  it('has the dashboard as it is in the repository, with the label that the sidecar of Grafana looks for', () => {
    const { metadata, data } = the(everything, 'ConfigMap', `${INSTANCE}-dashboard`);
    expect(metadata.labels).toMatchObject({ grafana_dashboard: '1' });
    const files = readdirSync(repositoryFile('grafana/dashboards'));
    expect(data).toEqual(Object.fromEntries(files.map((file) => [file, read(`grafana/dashboards/${file}`)])));
  });

  it('wears the labels by which an operator finds its objects', () => {
    for (const kind of ['ServiceMonitor', 'Probe', 'PrometheusRule'] as const)
      expect(the(everything, kind, INSTANCE).metadata.labels).toMatchObject({ release: 'prometheus' });
  });
});
