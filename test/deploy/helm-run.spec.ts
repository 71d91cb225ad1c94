// What the chart would give to its containers is given to real processes: nginx before an instance, with Redis behind it.
import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { freePort } from '../../cluster/free-port.js';
import { Instance } from '../../cluster/instance.js';
import { RedisServer } from '../../cluster/redis-server.js';
import { createRunDirectory } from '../../cluster/run-directory.js';
import { loadSettings } from '../../src/config/load-settings.js';
import { Api, event } from '../support/api.js';
import { becomesReady } from '../support/readiness.js';
import { used } from '../support/used-credentials.js';
import { asInAPod } from './support/as-in-a-pod.js';
import { expectRetry, STREAM } from './support/behind-nginx.js';
import { FollowingNginx } from './support/following-nginx.js';
import { ALL_VALUES, EVERYTHING, render, SMALLEST } from './support/helm.js';
import { type KubernetesObject } from './support/kubernetes.js';
import { run } from './support/run.js';

const NGINX = 'demo-operator-backend-nginx';

/** nginx as the chart would run it, but for the address where it listens and the instances that it looks up. */
function startNginx(objects: readonly KubernetesObject[], instances: string): Promise<FollowingNginx> {
  const { env, command } = asInAPod(objects, NGINX, 'nginx-0');
  const { NGINX_LISTEN, NGINX_HEALTH_LISTEN, NGINX_INSTANCES, ...others } = env;
  expect([NGINX_LISTEN, NGINX_HEALTH_LISTEN, NGINX_INSTANCES]).not.toContain(undefined);
  return FollowingNginx.start(instances, undefined, { ...others, NGINX_FOLLOW_SECONDS: '0.1' }, command);
}

describe('the configuration of nginx', () => {
  it.each(ALL_VALUES)('is taken by nginx, with %s', async (values) => {
    const { env, command } = asInAPod(await render(values), NGINX, 'nginx-0');
    const started = command[1]!.replace('follow.sh', 'start.sh');
    const runDir = createRunDirectory('nginx');
    const here = {
      NGINX_RUN_DIR: runDir,
      NGINX_ACCESS_LOG: join(runDir, 'access.log'),
      NGINX_LISTEN: `127.0.0.1:${await freePort()}`,
      NGINX_HEALTH_LISTEN: `127.0.0.1:${await freePort()}`,
      NGINX_UPSTREAMS: '10.1.2.3:8000 10.1.2.4:8000',
    };
    const { code, output } = await run('sh', [started, '-t'], { ...env, ...here });
    expect(output).toContain('test is successful');
    expect(code).toBe(0);
  });
});

describe('the settings of an instance', () => {
  it('are taken by the service, with every part of them given', async () => {
    const given = (value: string) => ({ existingSecret: '', value });
    const secret = () => given(used(randomBytes(32).toString('hex')));
    const objects = await render(EVERYTHING, {
      credentials: { operator: secret(), gateway: secret(), tentaculoLink: secret(), principal: secret() },
      redis: {
        url: given(`rediss://vx11:${used(randomBytes(32).toString('hex'))}@redis.data:6379`),
        sentinelPassword: secret(),
        authority: given('a certificate'),
      },
    });
    const { env } = asInAPod(objects, 'demo-operator-backend', 'pod-0');
    const { settings, warnings } = loadSettings({ NODE_ENV: 'production', ...env });
    expect(warnings).toEqual([]);
    expect(settings).toMatchObject({ instanceId: 'pod-0', drainSeconds: 40, audit: 'stdout', stream: { max: 12_000 } });
    expect(settings.principals.map(({ name }) => name).sort()).toEqual([
      'gateway',
      'operator',
      'principal',
      'tentaculo-link',
    ]);
    expect(settings.principalsFile).toBeDefined();
  });
});

describe('an instance and nginx, started with what the chart gives them', () => {
  const credential = used(randomBytes(32).toString('hex'));
  let redis: RedisServer;
  let instance: Instance;
  let nginx: FollowingNginx;

  beforeAll(async () => {
    redis = await RedisServer.start();
    const objects = await render(SMALLEST, {
      credentials: { operator: { value: credential } },
      redis: { url: { value: redis.url } },
    });
    const { env } = asInAPod(objects, 'demo-operator-backend', 'operator-backend-7d9f-x2x4v');
    instance = await Instance.start({ env, runDir: createRunDirectory('pod') });
    nginx = await startNginx(objects, `localhost:${instance.port}`);
  });
  afterAll(async () => {
    await nginx?.stop();
    await instance?.stop();
    await redis?.stop();
  });

  it('carry an event from a publisher to a stream', async () => {
    await becomesReady(instance);
    const api = new Api(nginx.baseUrl, credential);
    const stream = await api.stream();
    await api.publish(event({ summary: 'through the chart' }));
    expect((await stream.receive(1))[0]).toMatchObject({ summary: 'through the chart' });
    stream.close();
  });

  it('call the instance as its pod is called', async () => {
    const answer = await new Api(nginx.baseUrl, credential).call('GET', '/health');
    expect(answer.body).toMatchObject({ instance: 'operator-backend-7d9f-x2x4v' });
  });

  it('drain within the time that the chart allows, and browsers are told to come back', async () => {
    expect(await instance.stop(25_000)).toEqual({ code: 0, signal: null });
    await expectRetry(await fetch(nginx.baseUrl + STREAM));
  });
});
