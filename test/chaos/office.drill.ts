// An office is one address and one principal with many streams. Every restart cuts all of them, and all ask for a token
// in the same second. The limits against abuse must let them back in within seconds.
import { readFileSync } from 'node:fs';
import { RedisServer } from '../../cluster/redis-server.js';
import { Deployment } from '../support/deployment.js';
import { Load } from './support/load.js';
import { SCALE } from './support/scale.js';

/** How long a stream may be without events after the last instance is back. */
const BACK_WITHIN_MS = 15_000;

describe('an office behind one address, with the limits as shipped', () => {
  let redis: RedisServer;
  let deployment: Deployment;

  beforeAll(async () => {
    redis = await RedisServer.start();
    deployment = await Deployment.start({ redis: { REDIS_URL: redis.url } });
  });

  afterAll(async () => {
    await deployment.stop();
    await redis.stop();
  });

  it('has every stream back within seconds after two rolling restarts, and no client was asked to retry later', async () => {
    const load = await Load.start(deployment, { streams: SCALE.office });
    for (let round = 1; round <= 2; round++) {
      for (const instance of deployment.all) {
        load.breaks('all instances restarted, one after the other, twice; an office');
        await instance.restart();
      }
      await load.live(BACK_WITHIN_MS);
    }
    await load.expectComplete();
    const statuses = readFileSync(deployment.nginx.accessLog, 'utf8').match(/"status":\d+/g) ?? [];
    expect(statuses.filter((status) => status === '"status":200').length).toBeGreaterThan(3 * SCALE.office);
    expect(statuses.filter((status) => status === '"status":429')).toEqual([]);
  }, 300_000);
});
