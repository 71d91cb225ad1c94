// Faults that a health check with PING does not find: a connection that hangs, a host with a wrong clock, a client that
// was away for too long.
import { eventually } from '../../cluster/eventually.js';
import { RedisServer } from '../../cluster/redis-server.js';
import { TcpProxy } from '../../cluster/tcp-proxy.js';
import { event } from '../support/api.js';
import { Deployment } from '../support/deployment.js';
import { becomesReady } from '../support/readiness.js';
import { SseReader } from '../support/sse-reader.js';
import { Load, numberOf } from './support/load.js';
import { report } from './support/report.js';

describe('several instances on one Redis', () => {
  let redis: RedisServer;
  let deployment: Deployment | undefined;

  beforeEach(async () => {
    redis = await RedisServer.start();
  });

  afterEach(async () => {
    await deployment?.stop();
    await redis.stop();
  });

  it('connections that hang without closing are made again, and readiness reports it meanwhile', async () => {
    const proxy = await TcpProxy.start({ port: redis.port });
    const direct = { REDIS_URL: redis.url };
    deployment = await Deployment.start({ redis: direct, instances: 1 });
    const hanging = await deployment.instances.add({
      REDIS_URL: redis.url.replace(`:${redis.port}`, `:${proxy.port}`),
    });
    const api = deployment.instances.api(hanging);
    const stream = await api.stream('snapshot=0&module=load');
    await stream.first('snapshot');

    proxy.swallow();
    await becomesReady(hanging, 503);
    const ids = await deployment.instances
      .api(deployment.all[0]!)
      .publish(event({ module: 'load' }), event({ module: 'load' }));
    proxy.resume();
    proxy.cut();
    await becomesReady(hanging);
    await stream.until(({ frames }) => frames.some(({ id }) => id === ids[1]), 'the events of the time that hung');
    expect(stream.framesOf('message').map(({ id }) => id)).toEqual(ids);
    expect(stream.framesOf('gap')).toEqual([]);
    stream.close();
    report({ fault: 'connections to Redis that hang', streams: 1, lost: 0, doubled: 0, told: 0 });
    await proxy.close();
  });

  it('an instance whose clock is ten minutes wrong issues, redeems and resumes like any other', async () => {
    deployment = await Deployment.start({ redis: { REDIS_URL: redis.url }, instances: 1 });
    const wrong = await Promise.all(
      [600_000, -600_000].map((shift) =>
        deployment!.instances.add(
          { CLOCK_SHIFT_MS: String(shift) },
          { nodeArgs: ['--import', './test/chaos/support/shifted-clock.mjs'] },
        ),
      ),
    );
    await deployment.nginx.reload(deployment.all);
    await deployment.ready();
    for (const from of deployment.all) {
      for (const to of deployment.all) {
        const token = await deployment.instances.api(from).token();
        const stream = await SseReader.open(`${to.baseUrl}/operator/api/events/stream?token=${token}`);
        expect(stream.status).toBe(200);
        await stream.first('snapshot');
        stream.close();
      }
    }
    expect(wrong).toHaveLength(2);
    const load = await Load.start(deployment, { streams: 20 });
    await load.flows();
    load.breaks('an instance whose clock is ten minutes ahead, killed');
    await wrong[0]!.kill();
    await load.flows();
    await load.expectComplete();
  });

  it('history that was trimmed while a client was away is an exact gap', async () => {
    const env = { VX11_LOG_MAX_ENTRIES: '200', VX11_RECENT_EVENTS_BYTES: '1048576' };
    deployment = await Deployment.start({ redis: { REDIS_URL: redis.url }, instances: 2, env });
    const { api } = deployment;
    const [last] = await api.publish(event({ module: 'load' }));
    for (let call = 0; call < 20; call++) {
      await api.publish(
        ...Array.from({ length: 100 }, () => event({ module: 'load', payload: { text: 'x'.repeat(2_000) } })),
      );
    }
    const stream = await api.stream('', { 'Last-Event-ID': last! });
    const gap = JSON.parse((await stream.first('gap')).data) as { resumed_at: string };
    expect(gap).toMatchObject({ type: 'gap', reason: 'trimmed', missed_from: last });
    const [end] = await api.publish(event({ module: 'load' }));
    await stream.until(({ frames }) => frames.some(({ id }) => id === end), 'the newest event');
    const numbers = stream.framesOf('message').map(({ id }) => numberOf(id!));
    const expected = Array.from(
      { length: numberOf(end!) - numberOf(gap.resumed_at) },
      (_, index) => numberOf(gap.resumed_at) + 1 + index,
    );
    expect(numbers).toEqual(expected);
    expect(numbers.length).toBeLessThan(2_000);
    stream.close();
    report({ fault: 'history trimmed while a client was away', streams: 1, lost: 0, doubled: 0, told: 1 });
  });

  it('tokens issued before every instance went down open their streams when they are back', async () => {
    const env = { EPHEMERAL_TOKEN_TTL_SEC: '300' };
    deployment = await Deployment.start({ redis: { REDIS_URL: redis.url }, env });
    const { api } = deployment;
    const tokens = await Promise.all(Array.from({ length: 10 }, () => api.token()));
    await Promise.all(deployment.all.map((instance) => instance.kill()));
    for (const token of tokens) {
      const refused = await SseReader.open(api.streamUrl(token));
      await refused.end();
      expect({ status: refused.status, body: refused.body }).toEqual({ status: 200, body: 'retry: 2000\n\n' });
    }
    await Promise.all(deployment.all.map((instance) => instance.restart()));
    for (const token of tokens) {
      const stream = await eventually(
        async () => {
          const reader = await SseReader.open(api.streamUrl(token));
          expect(reader.status).toBe(200);
          await reader.until((r) => r.ended || r.frames.length > 0, 'an answer');
          return reader.frames.length > 0 ? reader : undefined;
        },
        { what: 'the stream to open with the same token' },
      );
      stream.close();
    }
    report({ fault: 'all instances killed while tokens wait', streams: tokens.length });
  });
});
