// Health decides what a supervisor kills, where a balancer sends requests and when an alert is raised. Each endpoint
// must fail for its own reason only.
import { eventually } from '../../cluster/eventually.js';
import { freePort } from '../../cluster/free-port.js';
import { RedisServer } from '../../cluster/redis-server.js';
import { RedisService } from '../../src/redis/redis.service.js';
import { Lifecycle } from '../../src/lifecycle/lifecycle.service.js';
import { EventHub } from '../../src/streaming/event-hub.js';
import { TokenStore } from '../../src/token-store/token-store.interface.js';
import { event } from '../support/api.js';
import { type InProcessApp, startInProcess } from '../support/in-process-app.js';
import { SseReader } from '../support/sse-reader.js';
import { matching } from './support/matching.js';
import { problem } from './support/problem.js';
import { becomesReady } from '../support/readiness.js';
import { replaceMethod } from './support/replace-method.js';
import { appsOfEachTest } from './support/started-apps.js';

const ALIVE = ['/health', '/health/live', '/operator/api/health'];

/** Without a credential. */
async function ask({ baseUrl }: InProcessApp, path: string) {
  const response = await fetch(baseUrl + path);
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as Record<string, unknown>,
  };
}

/** What `/health/ready` says of the limits. */
async function limitsOf(app: InProcessApp): Promise<unknown> {
  const { body } = await ask(app, '/health/ready');
  return (body.details as Record<string, unknown>).limits;
}

describe('health', () => {
  let app: InProcessApp;

  beforeEach(async () => {
    app = await startInProcess({ VX11_INSTANCE_ID: 'unit-8' });
  });

  afterEach(() => app.close());

  it('tells that the process responds, and its service and version', async () => {
    for (const path of ['/health', '/health/live']) {
      expect(await ask(app, path)).toMatchObject({ status: 200, body: { status: 'ok', instance: 'unit-8' } });
    }
    const { status, body } = await ask(app, '/operator/api/health');
    expect(status).toBe(200);
    expect(body).toEqual({
      status: 'ok',
      service: 'vx11-operator-backend',
      version: matching(/^\d+\.\d+\.\d+/),
      instance: 'unit-8',
      timestamp: matching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    });
  });

  it('is never cached', async () => {
    for (const path of [...ALIVE, '/health/ready', '/health/traffic']) {
      const { headers } = await ask(app, path);
      expect({ path, cache: headers.get('cache-control') }).toEqual({ path, cache: matching('no-store') });
    }
  });

  it('ready explains each part', async () => {
    expect(await ask(app, '/health/ready')).toMatchObject({
      status: 200,
      body: { status: 'ok', details: { store: { status: 'up' }, tail: { status: 'up', lag_entries: 0 } } },
    });
    expect(await ask(app, '/health/traffic')).toMatchObject({ status: 200, body: { status: 'ok' } });
  });

  it('ready tells that every limit counts at this instance alone, or is off', async () => {
    expect(await limitsOf(app)).toEqual({
      status: 'up',
      issuing: 'this_instance',
      publishing: 'off',
      streams_max: 'this_instance',
      wrong_credentials: 'this_instance',
      unknown_tokens: 'this_instance',
      streams_per_address: 'this_instance',
    });
  });

  it('stays ready however long there are no events', async () => {
    await becomesReady(app);
    // An hour later, for all the service can tell.
    const restore = replaceMethod(performance, 'now', (now) => () => now() + 3_600_000);
    await becomesReady(app).finally(restore);
  });

  it('a store that does not reply is not ready, is named, and is checked again each time', async () => {
    const store = app.app.get<TokenStore>(TokenStore);
    const restore = replaceMethod(store, 'stats', () => () => Promise.reject(new Error('secret address')));
    const { status, body } = await ask(app, '/health/ready');
    expect(status).toBe(503);
    expect(body).toMatchObject({ error: { store: { status: 'down' } }, details: { tail: { status: 'up' } } });
    expect(JSON.stringify(body)).not.toContain('secret address');
    for (const path of [...ALIVE, '/health/traffic']) expect((await ask(app, path)).status).toBe(200);
    restore();
    await becomesReady(app);
  });

  it('a tail that stands still while the log goes on is not ready', async () => {
    const hub = app.app.get(EventHub);
    await eventually(() => (hub.position?.n === 1 ? true : undefined), { what: 'the event of the start' });
    const restore = replaceMethod(hub, 'batch', () => () => undefined);
    await app.operator.publish(event(), event());
    const { error } = await eventually(
      async () => {
        const { status, body } = await ask(app, '/health/ready');
        return status === 503 ? (body as { error: Record<string, unknown> }) : undefined;
      },
      { what: 'the lag to be noticed' },
    );
    expect(error).toEqual({ tail: { status: 'down', message: matching(/behind the event log by 2 entries/) } });
    for (const path of [...ALIVE, '/health/traffic']) expect((await ask(app, path)).status).toBe(200);
    restore();
  });

  it('draining gets no traffic, says when to check again, and is alive', async () => {
    app.app.get(Lifecycle).beginDraining();
    const answer = await ask(app, '/health/traffic');
    expect(answer).toMatchObject(problem('draining'));
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    for (const path of ALIVE) expect((await ask(app, path)).status).toBe(200);
  });
});

describe('health with Redis', () => {
  const start = appsOfEachTest();

  it('ready tells which limits all instances share, and what becomes of each while Redis is away', async () => {
    const redis = await RedisServer.start({ config: 'bare' });
    const app = await start({ REDIS_URL: redis.url, VX11_PUBLISH_LIMIT: '1000' });
    await becomesReady(app);
    const limits = (needRedis: string, byAddress: string) => ({
      status: 'up',
      issuing: needRedis,
      publishing: needRedis,
      streams_max: needRedis,
      wrong_credentials: byAddress,
      unknown_tokens: byAddress,
      streams_per_address: 'this_instance',
    });
    expect(await limitsOf(app)).toEqual(limits('all_instances', 'all_instances'));
    await redis.kill();
    await becomesReady(app, 503);
    expect(await limitsOf(app)).toEqual(limits('not_counted', 'this_instance'));
  });

  it('is alive without it, gets no traffic until it was reached once, and is ready when it is there', async () => {
    const port = await freePort();
    const app = await start({ REDIS_URL: `redis://127.0.0.1:${port}` });
    for (const path of ALIVE) expect((await ask(app, path)).status).toBe(200);
    const traffic = await ask(app, '/health/traffic');
    expect(traffic).toMatchObject(problem('store_unavailable'));
    expect(Number(traffic.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    expect(await ask(app, '/health/ready')).toMatchObject({
      status: 503,
      body: { status: 'error', error: { store: { status: 'down' }, tail: { status: 'down' } } },
    });

    const redis = await RedisServer.start({ port, config: 'bare' });
    await becomesReady(app);
    expect((await ask(app, '/health/traffic')).status).toBe(200);

    await redis.stop();
    await becomesReady(app, 503);
    for (const path of [...ALIVE, '/health/traffic']) expect((await ask(app, path)).status).toBe(200);
  });

  it('is not ready while the log cannot be read, and spends no token on a stream that could not be brought up to date', async () => {
    const redis = await RedisServer.start({ config: 'bare' });
    const app = await start({ REDIS_URL: redis.url });
    await becomesReady(app);
    const token = await app.operator.token();
    const { reads } = app.app.get(RedisService);
    reads.close();
    await eventually(() => !reads.ready || undefined, { what: 'the connection to be closed' });
    expect(await ask(app, '/health/ready')).toMatchObject({
      status: 503,
      body: {
        error: { log: { status: 'down', message: matching(/cannot be read/) } },
        details: { store: { status: 'up' } },
      },
    });
    const refused = await SseReader.open(app.operator.streamUrl(token));
    await refused.end();
    expect({ status: refused.status, body: refused.body }).toEqual({
      status: 200,
      body: matching(/^retry: \d{4}\n\n$/),
    });
    reads.open();
    await becomesReady(app);
    const opened = await SseReader.open(app.operator.streamUrl(token));
    await opened.first('snapshot');
    opened.close();
    await redis.stop();
  });
});
