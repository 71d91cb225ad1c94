// An instance may start before its Redis. It must wait, report that, and work as soon as Redis does.
import { freePort } from '../../cluster/free-port.js';
import { RedisServer } from '../../cluster/redis-server.js';
import { Api, event } from '../support/api.js';
import { newCredential } from '../support/used-credentials.js';
import { problem } from './support/problem.js';
import { becomesReady } from '../support/readiness.js';
import { logLines, type Service, startService } from './support/service.js';

describe('a start without Redis', () => {
  const credential = newCredential();
  let port: number;
  let service: Service;
  let api: Api;

  beforeEach(async () => {
    port = await freePort();
    service = await startService({
      NODE_ENV: 'production',
      VX11_OPERATOR_TOKEN: credential,
      VX11_INSTANCE_ID: 'early',
      REDIS_URL: `redis://127.0.0.1:${port}`,
    });
    api = new Api(service.baseUrl, credential);
  });

  afterEach(() => service.process.kill());

  it('is alive, not ready, refuses at once, and is ready by itself when Redis appears', async () => {
    expect(await api.call('GET', '/health')).toMatchObject({ status: 200 });
    expect(await api.call('GET', '/health/ready')).toMatchObject({ status: 503, body: { status: 'error' } });
    expect(await api.call('GET', '/health/traffic')).toMatchObject({ status: 503 });
    for (const [method, path, body] of [
      ['POST', '/operator/api/events/sse-token'],
      ['POST', '/operator/api/events', event()],
      ['GET', '/operator/api/events'],
    ] as const) {
      const answer = await api.call(method, path, body);
      expect(answer).toMatchObject(problem('store_unavailable', { outcome: 'not_applied' }));
    }

    const redis = await RedisServer.start({ port, config: 'bare' });
    await becomesReady(service);
    expect(await api.call('GET', '/health/traffic')).toMatchObject({ status: 200 });
    const stream = await api.stream();
    const { data } = await stream.first('snapshot');
    // It publishes now, once, with the time when it happened, that it started. Nothing was lost, so no loss is published.
    expect(JSON.parse(data)).toMatchObject({
      events: [{ module: 'operator-backend', event_type: 'instance.started', payload: { instance_id: 'early' } }],
    });
    await api.publish(event({ summary: 'at last' }));
    expect(await stream.receive(1)).toMatchObject([{ summary: 'at last' }]);
    stream.close();
    expect(logLines(service)[0]).toMatchObject({ msg: 'starting', store: 'redis', log: 'redis' });
    expect(await service.process.stop()).toEqual({ code: 0, signal: null });
    await redis.stop();
  });

  it('can be stopped while it waits', async () => {
    expect(await service.process.stop()).toEqual({ code: 0, signal: null });
    // It logs once what it waits for, not at every attempt.
    const complaints = logLines(service).filter(({ level }) => Number(level) >= 40);
    expect(complaints.length).toBeGreaterThan(0);
    expect(complaints.length).toBeLessThan(20);
  });
});
