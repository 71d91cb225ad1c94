// A frozen instance holds its connections and accepts new ones, so it looks like an instance with little to do. Its
// clients must move to another instance, and no other request may be sent to it, with the shipped settings.
import { setTimeout as delay } from 'node:timers/promises';
import { RedisServer } from '../../cluster/redis-server.js';
import { Deployment } from '../support/deployment.js';
import { Load } from './support/load.js';
import { SCALE } from './support/scale.js';

/** How long a stream may show nothing. */
const DARK_MAX_MS = 30_000;
/** Which share of the short requests of a kind may fail; and how many, since those on their way to the instance all do. */
const FAILED_MAX = { share: 0.01, requests: 8 };

describe('three instances behind nginx as shipped, one of them frozen', () => {
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

  it('no stream is without events for long, hardly a request fails, and no event is lost or shown twice', async () => {
    const load = await Load.start(deployment, { throughNginx: true });
    await load.flows();
    load.breaks(`an instance frozen for ${SCALE.frozenInstanceMs / 1_000} seconds`);
    deployment.all[0]!.freeze();
    await delay(SCALE.frozenInstanceMs);
    const tallies = Object.entries(await load.requests!.stop());
    const { darkestMs } = load;
    deployment.all[0]!.thaw();
    await load.flows();
    await load.expectComplete();

    const tooMany = ({ failed, sent }: { failed: number; sent: number }) =>
      failed > Math.max(FAILED_MAX.requests, FAILED_MAX.share * sent);
    expect(tallies.filter(([, tally]) => tooMany(tally))).toEqual([]);
    expect(darkestMs).toBeLessThan(DARK_MAX_MS);
  }, 400_000);
});
