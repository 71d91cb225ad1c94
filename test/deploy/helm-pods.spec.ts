// What the pods of the chart run with: held against the service's own catalogues, the Dockerfile and nginx/.
import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import '../../src/config/environment.js';
import { describeSettings } from '../../src/config/setting.decorators.js';
import { repositoryFile } from '../../cluster/repository.js';
import { ENDPOINTS } from '../support/endpoints.js';
import { ALL_VALUES, EVERYTHING, KEDA, render, SMALLEST } from './support/helm.js';
import { type KubernetesObject, the } from './support/kubernetes.js';

const read = (path: string) => readFileSync(repositoryFile(path), 'utf8');
const INSTANCE = 'demo-operator-backend';
const NGINX = 'demo-operator-backend-nginx';
const pod = (objects: KubernetesObject[], name: string) => the(objects, 'Deployment', name).spec.template.spec;
const container = (objects: KubernetesObject[], name: string) => pod(objects, name).containers[0];
const environment = (objects: KubernetesObject[], name: string) =>
  Object.fromEntries(container(objects, name).env.map((one) => [one.name, one.value]));
const portOf = (objects: KubernetesObject[], name: string, port: string) =>
  container(objects, name).ports.find((one) => one.name === port)!.containerPort;

describe.each(ALL_VALUES)('the pods, with %s', (values) => {
  let objects: KubernetesObject[];
  beforeAll(async () => void (objects = await render(values)));

  it('get settings that exist, and variables that the scripts of nginx read', () => {
    // Of node itself, an authority of one's own for Redis; and those of OpenTelemetry that the page on traces explains.
    const others = [
      'NODE_EXTRA_CA_CERTS',
      ...read('docs/production/observability.md').match(/\bOTEL_[A-Z_]+[A-Z]\b/g)!,
    ];
    const known = [...describeSettings().map(({ variable }) => variable), ...others];
    for (const name of Object.keys(environment(objects, INSTANCE))) expect(known).toContain(name);
    const scripts = read('nginx/render.sh') + read('nginx/follow.sh');
    for (const name of Object.keys(environment(objects, NGINX))) expect(scripts).toContain(`#   ${name} `);
  });

  it('have longer to end than they may take', () => {
    const enough = (name: string, seconds: string) => {
      const before = Number(container(objects, name).lifecycle.preStop.exec.command[1]);
      const needed = before + Number(environment(objects, name)[seconds]);
      expect(pod(objects, name).terminationGracePeriodSeconds).toBeGreaterThanOrEqual(needed + 10);
    };
    enough(INSTANCE, 'VX11_DRAIN_SECONDS');
    enough(NGINX, 'NGINX_QUIT_SECONDS');
  });

  it('are replaced only once every nginx may know the new one', () => {
    const { minReadySeconds, strategy } = the(objects, 'Deployment', INSTANCE).spec;
    const follow = Number(environment(objects, NGINX)['NGINX_FOLLOW_SECONDS']);
    expect(minReadySeconds).toBeGreaterThanOrEqual(30 + follow);
    expect(strategy.rollingUpdate).toEqual({ maxSurge: 1, maxUnavailable: 0 });
  });

  it('are probed at endpoints that exist, on ports that they have', () => {
    const paths = ENDPOINTS.map(({ path }) => path);
    for (const name of [INSTANCE, NGINX]) {
      const { startupProbe, livenessProbe, readinessProbe, ports } = container(objects, name);
      for (const { httpGet } of [startupProbe, livenessProbe, readinessProbe]) {
        expect(ports.map((port) => port.name)).toContain(httpGet.port);
        if (name === INSTANCE) expect(paths).toContain(httpGet.path);
      }
    }
  });

  it('listen where the image, nginx, the Services and the probes say', () => {
    const port = portOf(objects, INSTANCE, 'http');
    expect(read('Dockerfile')).toMatch(new RegExp(`PORT=${port}\\b`));
    const nginx = environment(objects, NGINX);
    expect(nginx['NGINX_INSTANCES']).toBe(`${INSTANCE}-instances:${port}`);
    expect(nginx['NGINX_LISTEN']).toBe(String(portOf(objects, NGINX, 'http')));
    expect(nginx['NGINX_HEALTH_LISTEN']).toBe(String(portOf(objects, NGINX, 'health')));
    expect(the(objects, 'Service', `${INSTANCE}-instances`).spec).toMatchObject({
      clusterIP: 'None',
      ports: [{ port, targetPort: 'http' }],
    });
    expect(the(objects, 'Service', INSTANCE).spec.ports).toMatchObject([{ port: 80, targetPort: 'http' }]);
  });

  it('are chosen by the selectors of everything that means them, each part its own', () => {
    const labels = (name: string) => the(objects, 'Deployment', name).spec.template.metadata.labels;
    const means = (chosen: object, of: string) => {
      expect(labels(of)).toMatchObject(chosen);
      expect(labels(of === INSTANCE ? NGINX : INSTANCE)).not.toMatchObject(chosen);
    };
    means(the(objects, 'Service', INSTANCE).spec.selector, NGINX);
    means(the(objects, 'Service', `${INSTANCE}-instances`).spec.selector, INSTANCE);
    for (const name of [INSTANCE, NGINX]) {
      means(the(objects, 'Deployment', name).spec.selector.matchLabels, name);
      // A version of the chart among them would replace every pod with each new chart.
      expect(labels(name)).toEqual(the(objects, 'Deployment', name).spec.selector.matchLabels);
      if (values === KEDA) continue; // has neither of these
      means(the(objects, 'PodDisruptionBudget', name).spec.selector.matchLabels, name);
      means(the(objects, 'NetworkPolicy', name).spec.podSelector.matchLabels, name);
    }
  });

  it('run without root, without rights, on a root that nobody writes to, within a bound of memory', () => {
    for (const name of [INSTANCE, NGINX]) {
      expect(pod(objects, name)).toMatchObject({
        automountServiceAccountToken: false,
        enableServiceLinks: false,
        securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
      });
      expect(pod(objects, name).securityContext.runAsUser).toBeGreaterThan(0);
      expect(container(objects, name)).toMatchObject({
        securityContext: {
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        },
        resources: { limits: { memory: '1Gi' } },
      });
    }
  });

  it('show no secret: those are files, of Secrets', () => {
    const secret = objects.filter(({ kind }) => kind === 'Secret');
    const others = JSON.stringify(objects.filter(({ kind }) => kind !== 'Secret'));
    const hidden = secret.flatMap(({ data }) =>
      Object.values(data!).map((one) => Buffer.from(one, 'base64').toString()),
    );
    for (const value of hidden) {
      expect(others).not.toContain(value.trim());
      expect(others).not.toContain(JSON.stringify(value).slice(1, -1));
    }
    const { volumes, containers } = pod(objects, INSTANCE);
    const [{ volumeMounts }] = containers;
    const { mountPath, readOnly } = volumeMounts.find(({ name }) => name === 'secrets')!;
    expect(readOnly).toBe(true);
    const { sources } = volumes.find(({ name }) => name === 'secrets')!.projected!;
    const mounted = sources.flatMap(({ secret: { items } }) => items.map(({ path }) => `${mountPath}/${path}`));
    const named = Object.values(environment(objects, INSTANCE)).filter((value) => value?.startsWith('/'));
    expect(named.sort()).toEqual(mounted.sort());
  });
});

describe('the pods', () => {
  it('run the released image unless told otherwise, or the one of a digest', async () => {
    const image = async (values: string) => container(await render(values), INSTANCE).image;
    const { version } = JSON.parse(read('package.json')) as { version: string };
    expect(await image(SMALLEST)).toBe(`vx11/operator-backend:${version}`);
    expect(await image(EVERYTHING)).toBe('registry.example.org/vx11/operator-backend:2.0.0');
    expect(await image(KEDA)).toMatch(/^vx11\/operator-backend@sha256:[0-9a-f]{64}$/);
    expect(read('docker-compose.yml')).toContain(`image: ${container(await render(SMALLEST), NGINX).image}\n`);
  });

  it('send traces where they are told to, started as the page on traces says', async () => {
    const traced = await render(EVERYTHING);
    expect(environment(traced, INSTANCE)).toMatchObject({
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector.monitoring:4318',
      OTEL_TRACES_SAMPLER_ARG: '0.01',
    });
    const { command } = container(traced, INSTANCE);
    expect(read('docs/production/observability.md')).toContain(command!.join(' '));
    expect(container(await render(SMALLEST), INSTANCE).command).toBeUndefined();
  });

  it('get numbers as they were written, however large', async () => {
    const objects = await render(EVERYTHING);
    expect(environment(objects, INSTANCE)).toMatchObject({
      VX11_TOKENS_MAX_BYTES: '134217728',
      VX11_ALLOW_PRINCIPAL_IN_QUERY: 'false',
      VX11_STREAMS_MAX: '12000',
    });
    expect(environment(objects, NGINX)).toMatchObject({
      NGINX_REQUESTS_BURST: '1000000',
      NGINX_REAL_IP_FROM: '10.20.0.0/16 fd00:20::/48',
    });
  });

  it('are replaced when what they read only at start changes, and not for a credential', async () => {
    const template = async (changed: object) =>
      JSON.stringify(the(await render(SMALLEST, changed), 'Deployment', INSTANCE).spec.template);
    const before = await template({});
    expect(await template({ credentials: { operator: { value: 'another-one-Zk4Nw7' } } })).toBe(before);
    expect(await template({ redis: { url: { value: 'redis://elsewhere:6379' } } })).not.toBe(before);
  });
});
