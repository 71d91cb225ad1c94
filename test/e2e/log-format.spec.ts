// An instance that is left over from an upgrade must not write what the others cannot read, and must report why.
import { Redis } from 'ioredis';
import { eventually } from '../../cluster/eventually.js';
import { RedisServer } from '../../cluster/redis-server.js';
import { KEYS, LOG } from '../../src/redis/redis-keys.js';
import { event } from '../support/api.js';
import { Instances } from '../support/instances.js';
import { sample } from './support/metrics.js';

describe('an instance that does not know the format of the log', () => {
  let redis: RedisServer;
  let admin: Redis;
  let instances: Instances;

  beforeAll(async () => {
    redis = await RedisServer.start();
    admin = new Redis(redis.adminUrl);
    instances = new Instances({ REDIS_URL: redis.url });
  });
  afterAll(async () => {
    await instances.stop();
    admin.disconnect();
    await redis.stop();
  });

  it('refuses to publish, reports why at /health/ready, and publishes again when it knows the format', async () => {
    const instance = await instances.add();
    const api = instances.api(instance);
    const ready = (status: number) =>
      eventually(
        async () => {
          const answer = await api.call('GET', '/health/ready');
          return answer.status === status ? answer.body : undefined;
        },
        { what: `readiness ${status}` },
      );
    expect(await ready(200)).toMatchObject({ details: { log: { status: 'up', format: 2 } } });
    await admin.hset(KEYS.eventsMeta(LOG), 'format', 3);
    const refused = await api.call('POST', '/operator/api/events', event());
    expect(refused).toMatchObject({ status: 503, body: { code: 'log_format', outcome: 'not_applied' } });
    const { error } = await ready(503);
    expect(error).toEqual({ log: { status: 'down', message: expect.stringMatching(/format 3.*upgrade/) } });
    expect(await sample(instance, 'vx11_log_format')).toBe(3);
    expect(await sample(instance, 'vx11_redis_up')).toBe(1);
    await admin.hset(KEYS.eventsMeta(LOG), 'format', 2);
    await api.publish(event());
    await ready(200);
  });
});
