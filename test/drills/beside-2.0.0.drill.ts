// While an upgrade rolls, an instance of 2.0.0 runs beside one of this version. Whatever one does, the other must take for its own.
import { type Instance } from '../../cluster/instance.js';
import { RedisServer } from '../../cluster/redis-server.js';
import { buildVersion } from '../chaos/support/version-before.js';
import { sample } from '../e2e/support/metrics.js';
import { type Api, event } from '../support/api.js';
import { BrowserContext } from '../support/browser-context.js';
import { Instances } from '../support/instances.js';
import { becomesReady } from '../support/readiness.js';
import { SseReader } from '../support/sse-reader.js';

/** An instance where tokens are issued, and the one where they are redeemed. */
type Way = readonly [from: Api, to: Api];

describe('an instance of 2.0.0 and one of this version on one Redis', () => {
  let redis: RedisServer;
  let instances: Instances;
  let [old, current]: Instance[] = [];
  let apis: Way;
  let ways: readonly [string, Way][];

  beforeAll(async () => {
    const script = await buildVersion('2.0.0');
    redis = await RedisServer.start();
    instances = new Instances({ REDIS_URL: redis.url, VX11_TRUSTED_PROXIES: 'loopback' });
    [old, current] = [await instances.add({}, { script }), await instances.add({ VX11_INSTANCE_ID: 'current' })];
    apis = [instances.api(old), instances.api(current)];
    await Promise.all([old, current].map((instance) => becomesReady(instance)));
    ways = [
      ['2.0.0 to this version', apis],
      ['this version to 2.0.0', [apis[1], apis[0]]],
    ];
  }, 180_000);
  afterAll(async () => {
    await instances.stop();
    await redis.stop();
  });

  /** The status with which `token` opens a stream. */
  async function opens(api: Api, token: string): Promise<number> {
    const stream = await SseReader.open(api.streamUrl(token));
    if (stream.status === 200) await stream.first('snapshot');
    stream.close();
    return stream.status;
  }

  it('tokens of either open one stream at the other, with their restrictions, and then none anywhere', async () => {
    for (const [way, [from, to]] of ways) {
      const token = await from.token({ modules: ['allowed'], severities: ['info'] });
      const stream = await SseReader.open(to.streamUrl(token));
      await stream.first('snapshot');
      await from.publish(event({ module: 'other' }), event({ module: 'allowed', summary: way }));
      expect((await stream.receive(1)).map(({ summary }) => summary)).toEqual([way]);
      stream.close();
      expect([await opens(from, token), await opens(to, token)]).toEqual([403, 403]);
    }
  }, 60_000);

  it('of many requests with one token at both, one opens a stream', async () => {
    for (const [, [from, to]] of ways) {
      const token = await from.token();
      const statuses = await Promise.all(Array.from({ length: 20 }, (_, index) => opens(index % 2 ? from : to, token)));
      expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    }
  }, 60_000);

  it('every stream gets every event once, in order, wherever it was published, and resumes at either', async () => {
    const query = 'snapshot=0&module=upgrade';
    const streams = await Promise.all(apis.map((api) => api.stream(query)));
    await Promise.all(streams.map((stream) => stream.first('snapshot')));
    const published: string[] = [];
    for (let n = 0; n < 200; n++) published.push(...(await apis[n % 2]!.publish(event({ module: 'upgrade' }))));
    for (const stream of streams) {
      await stream.receive(200);
      expect(stream.framesOf('message').map(({ id }) => id)).toEqual(published);
    }
    for (const [index, api] of apis.entries()) {
      const resumed = await api.stream('module=upgrade', { 'Last-Event-ID': published[99 + index]! });
      await resumed.receive(100 - index);
      expect(resumed.framesOf('message').map(({ id }) => id)).toEqual(published.slice(100 + index));
      expect(resumed.framesOf('gap')).toEqual([]);
      resumed.close();
    }
    for (const stream of streams) {
      expect(stream.framesOf('gap')).toEqual([]);
      stream.close();
    }
    expect(await Promise.all([old!, current!].map((at) => sample(at, 'vx11_log_format')))).toEqual([2, 2]);
  }, 60_000);

  it('an event that is published again at the other is no second one', async () => {
    for (const [way, [from, to]] of ways) {
      const again = event({ event_id: `again-${way.length}-${way[0]}`, module: 'again' });
      const [first] = await from.publish(again);
      expect(await to.publish(again)).toEqual([first]);
    }
  }, 60_000);

  it('the stream of a browser resumes at this version alone, also after it was refused at 2.0.0', async () => {
    const browser = new BrowserContext({ 'X-Forwarded-Proto': 'https' });
    const token = await browser.token(apis[1]);
    const first = await browser.open(apis[1], token);
    await first.first('snapshot');
    first.close();
    const refused = await browser.open(apis[0], token, first.lastEventId);
    refused.close();
    expect(refused.status).toBe(403);
    const again = await browser.open(apis[1], token, first.lastEventId);
    again.close();
    expect(again.status).toBe(200);
  }, 60_000);
});
