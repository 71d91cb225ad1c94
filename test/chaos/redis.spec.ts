// The one thing that all instances share will restart, freeze and lose its data one day. Streams must go on where that is
// possible, and say so where it is not: nobody may be behind without knowing.
import { setTimeout as delay } from 'node:timers/promises';
import { RedisServer } from '../../cluster/redis-server.js';
import { becomesReady, Deployment } from '../support/deployment.js';
import { Load } from './support/load.js';
import { SCALE } from './support/scale.js';

describe('three instances under load, and their Redis', () => {
  let redis: RedisServer;
  let deployment: Deployment;
  let load: Load;

  beforeAll(async () => {
    redis = await RedisServer.start();
    deployment = await Deployment.start({ redis: { REDIS_URL: redis.url } });
  });

  beforeEach(async () => {
    load = await Load.start(deployment);
    await load.flows();
  });

  afterEach(async () => {
    redis.thaw();
    await load.stop();
  });

  afterAll(async () => {
    await deployment.stop();
    await redis.stop();
  });

  it('is restarted with its data: nothing is missing', async () => {
    await redis.stop();
    await Promise.all(deployment.all.map((instance) => becomesReady(instance, 503)));
    await redis.start();
    await load.flows();
    await load.expectComplete();
  }, 120_000);

  it('is frozen for a while: nothing is missing', async () => {
    redis.freeze();
    await delay(SCALE.freezeMs);
    redis.thaw();
    await load.flows();
    await load.expectComplete();
  }, 180_000);

  it('is restarted empty: every stream is told, and has everything since', async () => {
    await redis.kill();
    redis.wipe();
    await redis.start();
    await deployment.ready();
    await load.flows();
    const accepted = await load.finish();
    const epoch = accepted.at(-1)!.split('-')[0]!;
    const since = accepted.filter((id) => id.startsWith(`${epoch}-`));
    for (const { ids, gaps } of load.clients) {
      expect(gaps.map(({ reason }) => reason)).toContain('log_lost');
      expect(ids.filter((id) => id.startsWith(`${epoch}-`))).toEqual(since);
      expect(new Set(ids).size).toBe(ids.length);
    }
  }, 120_000);
});
