// "Single use" is a promise about the whole cluster: of any number of requests that race for one token, through the load
// balancer, exactly one may open a stream.
import { RedisServer } from '../../cluster/redis-server.js';
import { Deployment } from '../support/deployment.js';
import { SseReader } from '../support/sse-reader.js';
import { SCALE } from './support/scale.js';

const RACERS = 300;

describe('three instances behind nginx', () => {
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

  it(`${SCALE.races} tokens with ${RACERS} racing redemptions each have exactly one winner each`, async () => {
    let winners = 0;
    for (let race = 0; race < SCALE.races; race++) {
      const token = await deployment.api.token();
      const racers = await Promise.all(
        Array.from({ length: RACERS }, () => SseReader.open(deployment.api.streamUrl(token))),
      );
      const statuses = racers.map(({ status }) => status);
      for (const racer of racers) racer.close();
      expect(new Set(statuses)).toEqual(new Set([200, 403]));
      winners += statuses.filter((status) => status === 200).length;
    }
    expect(winners).toBe(SCALE.races);
  }, 600_000);
});
