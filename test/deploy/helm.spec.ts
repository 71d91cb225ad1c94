// The chart as helm takes it: sound as it is, and not to be installed with values that would not work.
import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { repositoryFile } from '../../cluster/repository.js';
import { createRunDirectory } from '../../cluster/run-directory.js';
import { ALL_VALUES, CHART, EVERYTHING, HELM, helm, render, SMALLEST } from './support/helm.js';
import { run } from './support/run.js';

const template = (...values: (string | object)[]) => helm(['template', 'demo'], ...values);

describe('the chart', () => {
  it.each(ALL_VALUES)('passes helm lint --strict with %s', async (values) => {
    expect(await helm(['lint', '--strict', '--quiet'], values)).toEqual({ code: 0, output: '' });
  });

  it('is refused as it comes, with everything that must be given', async () => {
    const { code, output } = await template();
    expect(code).not.toBe(0);
    for (const path of ['/redis/url', '/networkPolicy/gateway']) expect(output).toContain(`at '${path}'`);
  });

  it.each<[string, string, object]>([
    ['a value that does not exist', "at '': additional properties 'replica'", { replica: 3 }],
    ['a misspelt value inside another', "at '/nginx': additional properties 'worker'", { nginx: { worker: 1 } }],
    ['text for a number', "at '/drainSeconds': got string, want integer", { drainSeconds: '15' }],
    ['a drain that the service would refuse', "at '/drainSeconds': maximum", { drainSeconds: 601 }],
    ['a traced share above one', "at '/tracing/ratio': maximum", { tracing: { ratio: 2 } }],
    ['no instance', "at '/replicas': minimum", { replicas: 0 }],
    [
      'a setting that does not exist',
      "at '/settings': additional properties 'VX11_STREAM_MAX'",
      { settings: { VX11_STREAM_MAX: 1 } },
    ],
    [
      'a setting that the service would refuse',
      "at '/settings/VX11_STREAMS_MAX': minimum",
      { settings: { VX11_STREAMS_MAX: 0 } },
    ],
    [
      'a setting that the chart computes',
      "at '/settings': additional properties 'VX11_DRAIN_SECONDS'",
      { settings: { VX11_DRAIN_SECONDS: 60 } },
    ],
    [
      'a credential among the settings',
      "at '/settings': additional properties 'VX11_OPERATOR_TOKEN'",
      { settings: { VX11_OPERATOR_TOKEN: 'x' } },
    ],
    [
      'a secret that comes from two places',
      "at '/credentials/operator': 'not' failed",
      { credentials: { operator: { existingSecret: 'one' } } },
    ],
    [
      'a sentinel without a port',
      "at '/redis/sentinels/0'",
      { redis: { sentinels: ['sentinel-0'], sentinelName: 'vx11' } },
    ],
    ['sentinels without the name of the primary', "at '/redis/sentinelName'", { redis: { sentinels: ['one:26379'] } }],
    ['a route without a gateway', "at '/httpRoute/parentRefs': minItems", { httpRoute: { enabled: true } }],
    ['a NetworkPolicy that lets everyone in', "at '/networkPolicy/gateway/0'", { networkPolicy: { gateway: [{}] } }],
    [
      'two autoscalers',
      "at '': 'not' failed",
      { autoscaling: { enabled: true }, keda: { enabled: true, prometheusUrl: 'http://prometheus:9090' } },
    ],
    ['KEDA without Prometheus', "at '/keda/prometheusUrl'", { keda: { enabled: true } }],
    ['a quick scale-down', "at '/scaleDown/waitSeconds': minimum", { scaleDown: { waitSeconds: 10 } }],
    ['an image that is none', "at '/image/repository'", { image: { repository: 'VX11 backend' } }],
  ])('is refused with %s, and the path is told', async (_what, message, values) => {
    const { code, output } = await template(SMALLEST, values);
    expect(code).not.toBe(0);
    expect(output).toContain(message);
  });

  it('tells at once every fault of values that do not go together', async () => {
    const { code, output } = await template(SMALLEST, {
      credentials: { operator: { value: '' } },
      autoscaling: { minReplicas: 5, maxReplicas: 4 },
      httpRoute: { enabled: true, parentRefs: [{ name: 'public' }] },
      redis: { sentinelPassword: { value: 'x' } },
    });
    expect(code).not.toBe(0);
    expect(
      output
        .split('\n')
        .filter((line) => /^[a-z]+[.,]/i.test(line))
        .map((line) => line.split(':')[0]),
    ).toEqual([
      'credentials, principalsFile, settings.VX11_JWT_ISSUER',
      'autoscaling.minReplicas',
      'nginx.gatewayNetworks',
      'redis.sentinelPassword',
    ]);
  });

  it('shows no secret when it refuses one', async () => {
    const { output } = await template(SMALLEST, { credentials: { operator: { existingSecret: 'one' } } });
    expect(output).not.toContain('cannot-be-guessed');
  });

  it.each(['docs/production/kubernetes.md', `${CHART}/README.md`])('takes the values that %s shows', async (page) => {
    const text = readFileSync(repositoryFile(page), 'utf8');
    const [, shown] = /^```yaml\n((?:image|credentials):[^]*?)^```$/m.exec(text)!;
    const { code, output } = await template(load(shown!) as object);
    expect({ code, output }).toEqual({ code: 0, output: expect.stringContaining('kind: Deployment') });
  });

  it('is handled on the page by commands, and options of them, that helm knows', async () => {
    const text = readFileSync(repositoryFile('docs/production/kubernetes.md'), 'utf8').replaceAll('\\\n', ' ');
    const shown = [...text.matchAll(/^helm (.*--.*)$/gm)].map(([, rest]) => rest!);
    expect(shown.length).toBeGreaterThan(4);
    for (const words of shown) {
      const [command] = /\b(template|upgrade|history|rollback)\b/.exec(words)!;
      const { output } = await run(HELM, [command, '--help'], { HOME: createRunDirectory('helm') });
      for (const option of words.match(/--[a-z-]+/g)!) expect(output).toMatch(new RegExp(`^ .*${option}\\b`, 'm'));
    }
  });

  it('tells after an installation what to do next, with names that are there', async () => {
    const { code, output } = await helm(['install', 'demo', '--dry-run=client', '--namespace', 'platform'], EVERYTHING);
    const [, notes] = output.split(/^NOTES:$/m);
    expect(code).toBe(0);
    const named = [...notes!.matchAll(/\b(deployment|service|httproute)[/ ](\S+)/g)].map(([, ...one]) => one);
    const there = (await render(EVERYTHING)).map(({ kind, metadata }) => [kind.toLowerCase(), metadata.name]);
    expect(named.length).toBeGreaterThan(3);
    for (const one of named) expect(there).toContainEqual(one);
    expect(notes).not.toContain('Caution');
  });

  it('cautions after an installation that leaves something open', async () => {
    const values = { networkPolicy: { enabled: false } };
    const { output } = await helm(['install', 'demo', '--dry-run=client'], SMALLEST, values);
    expect(output.match(/^Caution: /gm)).toHaveLength(2);
  });

  it('makes names that Kubernetes takes of the longest name that helm takes', async () => {
    const objects = await render(SMALLEST, { serviceMonitor: { enabled: true } });
    const long = 'r'.repeat(53);
    const { output } = await helm(['template', long], SMALLEST);
    expect(objects.length).toBeGreaterThan(0);
    for (const [, name] of output.matchAll(/^ {2}name: (.*)$/gm)) expect(name).toMatch(/^[a-z0-9-]{1,63}$/);
  });
});
