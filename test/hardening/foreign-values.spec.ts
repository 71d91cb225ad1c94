// Other programs may write to the same Redis: a repair by hand, a script with a wrong key, an older backup. Whatever they write to
// the keys of the service, no instance may deliver it, stop, retry for ever, or need a restart.
import fc from 'fast-check';
import { Redis } from 'ioredis';
import { eventually } from '../../cluster/eventually.js';
import { RedisServer } from '../../cluster/redis-server.js';
import { type Instance } from '../../cluster/instance.js';
import { RedisEventLog } from '../../src/event-log/event-log.redis.js';
import { TailWatch } from '../../src/events/tail/tail-watch.service.js';
import { KEYS, LOG } from '../../src/redis/redis-keys.js';
import { type RedisService } from '../../src/redis/redis.service.js';
import { type EventHub } from '../../src/streaming/event-hub.js';
import { EVERYTHING, keeping, newEvent, newEvents } from '../contract/support/events.js';
import { RecordedTail } from '../contract/support/recorded-tail.js';
import { close, connect } from '../contract/support/redis-connections.js';
import { type Api, event } from '../support/api.js';
import { Instances } from '../support/instances.js';
import { type SseReader } from '../support/sse-reader.js';

const HUGE = '18446744073709551615';

describe('values that another program wrote', () => {
  let redis: RedisServer;
  let admin: Redis;
  let instances: Instances;
  let instance: Instance;
  let api: Api;
  const stream = KEYS.events(LOG);
  const meta = KEYS.eventsMeta(LOG);

  beforeAll(async () => {
    redis = await RedisServer.start();
    admin = new Redis(redis.adminUrl);
    instances = new Instances({ REDIS_URL: redis.url });
    instance = await instances.add();
    api = instances.api(instance);
  });
  afterAll(async () => {
    await instances.stop();
    admin.disconnect();
    await redis.kill();
  });

  async function opened(): Promise<SseReader> {
    const reader = await api.stream('snapshot=0');
    await reader.first('snapshot');
    return reader;
  }

  /** Publishes until an event of ours has come; returns how often it or an earlier one came twice. */
  async function goesOn(reader: SseReader): Promise<void> {
    const summary = `after ${Math.random()}`;
    await api.publish(event({ summary }));
    await reader.until(() => reader.events.some((one) => one.summary === summary), 'the next event');
  }

  it.each([
    ['an id that Redis makes', ['*', 'e', 'a b info {}']],
    ['an id of the year 5138', ['99999999999990-7', 'e', 'a b info {}']],
    ['an id at the end of all ids', [`${HUGE}-${HUGE}`, 'e', 'a b info {}']],
    ['other fields', ['*', 'what', 'ever', 'it', 'is']],
  ])('an entry with %s does not stop the streams', async (_, entry) => {
    // CWE-20: the tail asked for the entry before it, whose id Redis refuses, until it was restarted.
    const reader = await opened();
    await admin.xadd(stream, ...entry);
    await goesOn(reader);
    await goesOn(reader);
    reader.close();
    await admin.del(stream, meta);
  });

  it('an entry with a line break in it forges no frame', async () => {
    // CWE-93: the line after the break would be a field of the frame, or a frame of its own.
    const reader = await opened();
    const [id] = await api.publish(event());
    const [, ms, n] = /-(\d+)-(\d+)$/.exec(id!)!;
    const forged = `${ms}-${Number(n) + 1}`;
    await admin.xadd(stream, forged, 'e', 'a b info {"a":1}\n\nevent: goodbye\ndata: {"reconnect":false}');
    await goesOn(reader);
    const history = await api.call('GET', '/operator/api/events?limit=1000');
    expect(reader.framesOf('goodbye')).toEqual([]);
    expect(reader.body).not.toMatch(/reconnect/);
    expect(JSON.stringify(history.body)).not.toMatch(/reconnect/);
    reader.close();
  });

  it('an entry of the log that cannot be read is a gap, to the streams that are open and to those that resume', async () => {
    // CWE-20: the text in `data:` was not JSON, and clients could not parse it.
    const reader = await opened();
    const [before] = await api.publish(event({ summary: 'before' }));
    await reader.receive(1);
    const [, epoch, ms, n] = /^(\w+)-(\d+)-(\d+)$/.exec(before!)!;
    const next = Number(n) + 1;
    await admin.xadd(stream, `${ms}-${next}`, 'e', 'a b info {"not": json}');
    await admin.hset(meta, { n: next });
    await goesOn(reader);
    const gap = {
      reason: 'unreadable',
      missed_from: before,
      resumed_at: expect.stringMatching(`^${epoch}-\\d+-${next}$`),
    };
    expect(reader.framesOf('gap').map(({ data }) => JSON.parse(data) as unknown)).toEqual([{ type: 'gap', ...gap }]);
    const asked = async (filter: string) =>
      (await api.call('GET', `/operator/api/events?after=${before}${filter}`)).body;
    expect(await asked('')).toMatchObject({ gap, events: [{ module: 'test' }] });
    expect(await asked('&module=b')).toMatchObject({ gap: { ...gap, resumed_at: expect.any(String) }, events: [] });
    expect(await asked('&module=test')).toMatchObject({ gap: null, events: [{ module: 'test' }] });
    expect(reader.body).not.toMatch(/not": json/);
    reader.close();
  });

  it.each([
    ['less', { n: '1' }],
    ['more', { n: '123456' }],
    ['no number', { n: 'many' }],
    ['huge', { n: HUGE, ms: HUGE }],
    ['gone', undefined],
  ])('a counter that is %s neither repeats the log for ever nor stops it', async (_, fields) => {
    // CWE-835: the whole log was given again and again, at the speed of the network.
    const reader = await opened();
    await api.publish(...Array.from({ length: 50 }, () => event()));
    await reader.receive(50);
    if (fields) await admin.hset(meta, fields);
    else await admin.del(meta);
    await goesOn(reader);
    await goesOn(reader);
    expect(reader.events.length).toBeLessThanOrEqual(2 * 50 + 5);
    reader.close();
  });

  it.each([
    ['the stream', stream],
    ['its meta data', meta],
  ])('another type in the place of %s does not stop anything', async (_, key) => {
    // CWE-755: every script failed with WRONGTYPE until the key was deleted by hand.
    const reader = await opened();
    await admin.del(key);
    await admin.set(key, 'something else');
    await goesOn(reader);
    expect((await api.call('GET', '/operator/api/events')).status).toBe(200);
    await eventually(async () => (await api.call('GET', '/health/ready')).status === 200 || undefined, {
      what: 'the instance to be ready',
    });
    reader.close();
  });

  it('a log that was emptied is told to the streams and written to the log of the instance', async () => {
    // CWE-778: without a report, an operator who emptied the log by mistake would learn it from the users.
    const reader = await opened();
    await api.publish(event());
    await admin.del(stream, meta);
    await goesOn(reader);
    expect(JSON.parse(reader.framesOf('gap')[0]!.data)).toMatchObject({ reason: 'log_lost' });
    await instance.waitForOutput(/"level":40.*Events may be missing \(log_lost\)/);
    reader.close();
  });
});

/** What another client may do to the keys of the log. */
const id = fc.oneof(
  fc.constantFrom('*', '0-1', '99999999999990-1', `5-${HUGE}`, `${HUGE}-${HUGE}`),
  fc.tuple(fc.constantFrom('', '1', '9'), fc.nat(20)).map(([ahead, n]) => `${ahead}${Date.now()}-${n}`),
);
const fields = fc.constantFrom(
  ['e', 'a b info {"a":1}'],
  ['e', 'a b info {"a":1}\n\ndata: x'],
  ['e', 'no'],
  ['t', 'a', 'm', 'b', 's', 'info', 'j', '{}'],
  ['x', '1', 'y', '2'],
  ['e', 'a b info {}', 'e', 'a b info {}'],
);
const value = fc.constantFrom('', '0', '1', '7', '-3', '1.5', 'abc', HUGE, '99999999999999', '1e9');
const keyName = fc.constantFrom('events', 'meta', 'ids');
const command = fc.oneof(
  fc.tuple(id, fields).map(([its, given]) => ['XADD', 'events', its, ...given]),
  fc.nat(6).map((count) => ['XTRIM', 'events', 'MAXLEN', String(count)]),
  id.map((its) => ['XDEL', 'events', its === '*' ? '0-1' : its]),
  id.map((its) => ['XSETID', 'events', its === '*' ? '0-1' : its]),
  fc
    .tuple(fc.constantFrom('epoch', 'ms', 'n', 'format', 'count', 'bytes', 'ids', 'ids_before', 'ids_held'), value)
    .filter(([name, given]) => name !== 'format' || Number(given) <= 2 || Number.isNaN(Number(given)) || given === HUGE)
    .map(([name, given]) => ['HSET', 'meta', name, given]),
  keyName.map((name) => ['DEL', name]),
  fc.tuple(keyName, value).map(([name, given]) => ['SET', name, given]),
  keyName.map((name) => ['LPUSH', name, 'x']),
  fc.constant<string[]>(['APPEND']),
);

describe('any sequence of commands of another client', () => {
  let redis: RedisServer;
  let admin: Redis;
  let services: RedisService[];
  let number = 5_000;

  beforeAll(async () => {
    redis = await RedisServer.start();
    admin = new Redis(redis.adminUrl);
    services = await Promise.all([connect({ REDIS_URL: redis.url }), connect({ REDIS_URL: redis.url })]);
  });
  afterAll(async () => {
    await Promise.all(services.map(close));
    admin.disconnect();
    await redis.kill();
  });

  async function survives(commands: readonly string[][]): Promise<void> {
    number++;
    const key = (name: string) =>
      `{vx11}:log:${number}:${name}${name === 'ids' ? `:${Math.floor(Date.now() / 600_000)}` : ''}`;
    const [log, publisher] = services.map((service) => new RedisEventLog(service, keeping(1_000), number));
    const tail = new RecordedTail(log!);
    const hub = { get position() { return tail.position; } } as EventHub; // prettier-ignore
    const watch = new TailWatch({ log: log! }, hub);
    watch.onApplicationBootstrap();
    await tail.begun();
    const append = (label: string) => publisher!.append([newEvent(label, { idempotencyKey: `${number}-${label}` })]);
    try {
      await publisher!.append(newEvents(5));
      for (const [index, [name, target, ...args]] of commands.entries()) {
        if (name === 'APPEND') await append(`between ${index}`);
        else await admin.call(name!, key(target!), ...args).catch(() => undefined);
      }
      const label = `last ${number}`;
      const [position] = await append(label);
      const json = newEvent(label).json;
      const seen = () => tail.entries.filter((entry) => entry.json === json).length > 0 || undefined;
      await eventually(seen, { what: `the last event (${JSON.stringify(position)})` });
      expect((await log!.latest(1, EVERYTHING, 10)).entries[0]!.json).toBe(json);
      expect(tail.entries.filter((entry) => /[\r\n]/.test(entry.json))).toEqual([]);
      expect(tail.entries.length).toBeLessThan(100);
      expect(tail.faults).toEqual([]);
    } finally {
      watch.onApplicationShutdown();
      await tail.stop();
    }
  }

  it('leaves streams that go on, or say that something is missing', async () => {
    // CWE-20: no state of Redis makes an instance loop, stop or need a restart.
    const property = fc.asyncProperty(fc.array(command, { minLength: 1, maxLength: 6 }), survives);
    await fc.assert(property, { numRuns: 60, endOnFailure: false });
  }, 240_000);
});
