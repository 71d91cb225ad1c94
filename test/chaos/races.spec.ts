// "Single use" is a promise about the whole cluster: of any number of requests that race for one token, through the load
// balancer, exactly one may open a stream.
import { RedisServer } from '../../cluster/redis-server.js';
import { Deployment } from '../support/deployment.js';
import { SseReader } from '../support/sse-reader.js';
import { report } from './support/report.js';
import { SCALE } from './support/scale.js';

const RACERS = 300;

/** Each racer comes from an address of its own: they are no office, and the limits by address are not what is raced for. */
const addressOf = (racer: number) => `127.0.${1 + Math.floor(racer / 100)}.${1 + (racer % 100)}`;

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
        Array.from({ length: RACERS }, (_, racer) =>
          SseReader.open(deployment.api.streamUrl(token), { localAddress: addressOf(racer) }),
        ),
      );
      const statuses = racers.map(({ status }) => status);
      for (const racer of racers) racer.close();
      expect(new Set(statuses)).toEqual(new Set([200, 403]));
      winners += statuses.filter((status) => status === 200).length;
    }
    report({
      fault: `${SCALE.races} tokens, ${RACERS} racing requests each`,
      streams: winners,
      doubled: winners - SCALE.races,
    });
    expect(winners).toBe(SCALE.races);
  }, 600_000);
});
