// "Single use" holds for the whole cluster: of any number of requests that use one token through nginx at once, exactly
// one may open a stream.
import { RedisServer } from '../../cluster/redis-server.js';
import { Deployment } from '../support/deployment.js';
import { race, resultOf } from '../support/race.js';
import { report } from './support/report.js';
import { SCALE } from './support/scale.js';

const RACERS = 300;

/** Each racer has an address of its own, so that no limit by address refuses one. */
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
    for (let raced = 0; raced < SCALE.races; raced++) {
      const token = await deployment.api.token();
      const statuses = await race(Array<string>(RACERS).fill(deployment.api.streamUrl(token)), addressOf);
      const { won, sound } = resultOf(statuses);
      expect({ raced, won, sound }).toEqual({ raced, won: 1, sound: RACERS });
      winners += won;
    }
    report({
      fault: `${SCALE.races} tokens, ${RACERS} racing requests each`,
      streams: winners,
      doubled: winners - SCALE.races,
    });
    expect(winners).toBe(SCALE.races);
  }, 600_000);
});
