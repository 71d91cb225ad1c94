// An event published at any instance must reach every stream once, in order, also a stream that was cut at one instance
// and goes on at another.
import { type Instance } from '../../cluster/instance.js';
import { RedisServer } from '../../cluster/redis-server.js';
import { event } from '../support/api.js';
import { Instances } from '../support/instances.js';

describe('two instances on one Redis: events', () => {
  let redis: RedisServer;
  let instances: Instances;
  let a: Instance;
  let b: Instance;

  beforeAll(async () => {
    redis = await RedisServer.start();
    instances = new Instances({ REDIS_URL: redis.url });
    [a, b] = await Promise.all([instances.add(), instances.add({ VX11_INSTANCE_ID: 'b' })]);
  });

  afterAll(async () => {
    await instances.stop();
    await redis.stop();
  });

  const numbered = (from: number, count: number) =>
    Array.from({ length: count }, (_, index) => event({ payload: { number: from + index }, module: 'numbered' }));
  const numbers = (events: Record<string, unknown>[]) =>
    events.map(({ payload }) => (payload as { number: number }).number);
  const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);

  it('what is published at one arrives at the other in order, once', async () => {
    const stream = await instances.api(b).stream('snapshot=0&module=numbered');
    await stream.first('snapshot');
    for (let from = 0; from < 500; from += 50) await instances.api(a).publish(...numbered(from, 50));
    expect(numbers(await stream.receive(500))).toEqual(upTo(500));
    stream.close();
  });

  it('concurrent publishers at both instances: every stream has the same order, and nothing twice', async () => {
    const streams = await Promise.all(
      [a, b].map((instance) => instances.api(instance).stream('snapshot=0&module=both')),
    );
    for (const stream of streams) await stream.first('snapshot');
    await Promise.all(
      [a, b].flatMap((instance) =>
        Array.from({ length: 50 }, (_, call) =>
          instances.api(instance).publish(event({ module: 'both', summary: `${instance.port} ${call}` })),
        ),
      ),
    );
    const [atA, atB] = await Promise.all(streams.map((stream) => stream.receive(100)));
    expect(new Set(atA?.map(({ event_id }) => event_id)).size).toBe(100);
    expect(atA).toEqual(atB);
    for (const stream of streams) stream.close();
  });

  it('a stream cut at one goes on at the other with nothing missing and nothing twice', async () => {
    const cut = await instances.api(a).stream('snapshot=0&module=numbered');
    await cut.first('snapshot');
    await instances.api(b).publish(...numbered(0, 100));
    const before = numbers(await cut.receive(60)).slice(0, 60);
    // As if the connection had broken right after the 60th event.
    const lastId = cut.framesOf('message')[59]!.id!;
    cut.close();
    await instances.api(b).publish(...numbered(100, 100));
    const rest = await instances.api(b).stream('module=numbered', { 'Last-Event-ID': lastId });
    const after = numbers(await rest.receive(140));
    expect([...before, ...after]).toEqual(upTo(200));
    expect(rest.framesOf('snapshot')).toHaveLength(0);
    expect(rest.framesOf('gap')).toHaveLength(0);
    rest.close();
  });

  it('an instance that dies is replaced: the stream goes on at the other', async () => {
    const cut = await instances.api(b).stream('snapshot=0&module=numbered');
    await cut.first('snapshot');
    await instances.api(a).publish(...numbered(0, 10));
    await cut.receive(10);
    const lastId = cut.lastEventId!;
    await b.kill();
    await cut.end();
    await instances.api(a).publish(...numbered(10, 10));
    const rest = await instances.api(a).stream('module=numbered', { 'Last-Event-ID': lastId });
    expect(numbers([...cut.events, ...(await rest.receive(10))])).toEqual(upTo(20));
    rest.close();
    await b.restart();
  });
});
