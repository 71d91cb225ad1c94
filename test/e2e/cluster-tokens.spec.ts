// A load balancer chooses the instance. A token issued at one instance must open a stream at any other, and at most one
// stream in all.
import { type Instance } from '../../cluster/instance.js';
import { RedisServer } from '../../cluster/redis-server.js';
import { type Api } from '../support/api.js';
import { Instances } from '../support/instances.js';
import { race, resultOf } from '../support/race.js';
import { SseReader } from '../support/sse-reader.js';

const RACES = 100;
const RACERS = 300;

describe('two instances on one Redis: tokens', () => {
  let redis: RedisServer;
  let instances: Instances;
  let a: Instance;
  let b: Instance;
  let api: Api;

  beforeAll(async () => {
    redis = await RedisServer.start();
    instances = new Instances({ REDIS_URL: redis.url, LOG_LEVEL: 'info' });
    [a, b] = await Promise.all([instances.add(), instances.add({ VX11_INSTANCE_ID: 'b' })]);
    api = instances.api(a);
    // Streams are let in once the log was reached.
    const first = await instances.api(b).stream();
    await first.first('snapshot');
    first.close();
  });

  afterAll(async () => {
    await instances.stop();
    await redis.stop();
  });

  const streamAt = (instance: Instance, token: string) =>
    SseReader.open(`${instance.baseUrl}/operator/api/events/stream?token=${token}`);

  it('a token issued at one is redeemed at the other, and refused at both afterwards', async () => {
    const token = await api.token();
    const stream = await streamAt(b, token);
    expect(stream.status).toBe(200);
    await stream.first('snapshot');
    for (const instance of [a, b]) {
      const again = await streamAt(instance, token);
      await again.end();
      expect(again.status).toBe(403);
      expect(JSON.parse(again.body)).toMatchObject({
        code: 'invalid_token',
        detail: expect.stringMatching(/was used/),
      });
    }
    stream.close();
  });

  it(`of ${RACERS} concurrent redemptions at both, one wins: for each of ${RACES} tokens`, async () => {
    for (let raced = 0; raced < RACES; raced++) {
      const token = await api.token();
      const urls = [a, b].map((instance) => instances.api(instance).streamUrl(token));
      const statuses = await race(Array.from({ length: RACERS }, (_, racer) => urls[racer % 2]!));
      const { won, sound } = resultOf(statuses);
      expect({ raced, won, sound }).toEqual({ raced, won: 1, sound: RACERS });
    }
  });
});
