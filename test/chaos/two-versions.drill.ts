// During a rolling upgrade both versions run at the same time, with open streams at both.
import { eventually } from '../../cluster/eventually.js';
import { type Instance } from '../../cluster/instance.js';
import { RedisServer } from '../../cluster/redis-server.js';
import { sample } from '../e2e/support/metrics.js';
import { event } from '../support/api.js';
import { Instances } from '../support/instances.js';
import { report } from './support/report.js';
import { buildVersion } from './support/version-before.js';

describe('an instance of 1.0.0 and one of this version on one Redis', () => {
  let redis: RedisServer;
  let instances: Instances;
  let old: Instance;
  let current: Instance;

  beforeAll(async () => {
    const script = await buildVersion('1.0.0');
    redis = await RedisServer.start();
    instances = new Instances({ REDIS_URL: redis.url });
    old = await instances.add({}, { script });
    await old.waitForOutput(/tail: connected/);
    await instances.api(old).publish(event({ summary: 'before the upgrade' }));
    current = await instances.add();
  }, 180_000);
  afterAll(async () => {
    await instances.stop();
    await redis.stop();
  });

  it('every stream gets every event once, wherever it was published, and resumes at either', async () => {
    const apis = [old, current].map((instance) => instances.api(instance));
    const streams = await Promise.all(apis.map((api) => api.stream('snapshot=0&module=upgrade')));
    await Promise.all(streams.map((stream) => stream.first('snapshot')));
    const published: string[] = [];
    for (let n = 0; n < 200; n++) published.push(...(await apis[n % 2]!.publish(event({ module: 'upgrade' }))));
    const last = published.at(-1)!;
    const ids = streams.map((stream) => () => stream.framesOf('message').map(({ id }) => id));
    for (const its of ids) {
      await eventually(() => its().includes(last) || undefined, { what: 'the last event' });
      expect(its()).toEqual(published);
    }
    for (const [index, api] of apis.entries()) {
      const resumed = await api.stream('module=upgrade', { 'Last-Event-ID': published[99 + index]! });
      await resumed.until(() => resumed.frames.some(({ id }) => id === last), 'what was missed');
      expect(resumed.events).toHaveLength(100 - index);
      expect(resumed.framesOf('gap')).toEqual([]);
      resumed.close();
    }
    for (const stream of streams) {
      expect(stream.framesOf('gap')).toEqual([]);
      stream.close();
    }
    expect(await sample(current, 'vx11_log_format')).toBe(1);
    report({ fault: 'one instance of 1.0.0 beside one of this version', streams: 4, lost: 0, doubled: 0, told: 0 });
  }, 60_000);

  it('once the old one is gone, the format is changed without a gap', async () => {
    const api = instances.api(current);
    const stream = await api.stream('snapshot=0&module=upgrade');
    await stream.first('snapshot');
    await old.stop();
    const published = await api.publish(event({ module: 'upgrade' }));
    await redis.cli('HSET', '{vx11}:log:1:meta', 'format', '2');
    published.push(...(await api.publish(event({ module: 'upgrade' }))));
    await stream.receive(2);
    expect(stream.framesOf('message').map(({ id }) => id)).toEqual(published);
    expect(stream.framesOf('gap')).toEqual([]);
    await eventually(async () => (await sample(current, 'vx11_log_format')) === 2 || undefined, { what: 'format 2' });
    stream.close();
  }, 60_000);
});
