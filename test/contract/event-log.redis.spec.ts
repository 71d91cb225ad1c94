// Whatever happens to Redis, a publisher must learn whether to send again, and each stream what it missed.
import { Redis } from 'ioredis';
import { RedisServer } from '../../cluster/redis-server.js';
import { EventLogFullError, EventLogUnavailableError } from '../../src/event-log/event-log.errors.js';
import { type EventLog } from '../../src/event-log/event-log.interface.js';
import { RedisEventLog } from '../../src/event-log/event-log.redis.js';
import { type RedisService } from '../../src/redis/redis.service.js';
import { keeping, everything, EVERYTHING, newEvent, newEvents, numbers, range } from './support/events.js';
import { HoldingProxy } from './support/holding-proxy.js';
import { behind, close, connect, lost, ready, rejection } from './support/redis-connections.js';

describe('the event log in Redis', () => {
  let server: RedisServer;
  let service: RedisService;
  let log: EventLog;
  let admin: Redis;
  let format = 0;

  beforeAll(async () => {
    server = await RedisServer.start();
    admin = new Redis(server.adminUrl);
    service = await connect({ REDIS_URL: server.url });
  });
  beforeEach(() => (log = new RedisEventLog(service, keeping(1_000), ++format)));
  afterEach(() => server.cli('CONFIG', 'SET', 'maxmemory', '256mb'));
  afterAll(async () => {
    await close(service);
    admin.disconnect();
    await server.kill();
  });

  it('does not know whether a frozen Redis will append, and a second try finds out', async () => {
    const event = newEvent('once', { idempotencyKey: 'one' });
    await log.append(newEvents(1));
    server.freeze();
    const { error, afterMs } = await rejection(log.append([event]));
    server.thaw();
    expect(error).toBeInstanceOf(EventLogUnavailableError);
    expect(error).toMatchObject({ outcome: 'unknown' });
    expect(afterMs).toBeLessThan(10_000);
    await ready(service);
    const [position] = await log.append([event]);
    expect(await log.append([event])).toEqual([position]);
    expect(numbers(await everything(log))).toEqual([1, 2]);
  });

  it('finds an append again whose reply was lost', async () => {
    const proxy = await HoldingProxy.start(server);
    const deaf = await connect(behind(proxy, server));
    const events = newEvents(3).map((event, index) => ({ ...event, idempotencyKey: `id-${index}` }));
    proxy.hold('replies');
    const { error } = await rejection(new RedisEventLog(deaf, keeping(1_000), format).append(events));
    await close(deaf);
    await proxy.close();
    expect(error).toMatchObject({ name: 'EventLogUnavailableError', outcome: 'unknown' });
    expect((await log.append(events)).map(({ n }) => n)).toEqual([1, 2, 3]);
    expect(numbers(await everything(log))).toEqual([1, 2, 3]);
  });

  it('knows that nothing was appended when there was no connection, and goes on with the data after a restart', async () => {
    const [first] = await log.append(newEvents(1));
    await server.stop();
    await lost(service);
    const { error, afterMs } = await rejection(log.append(newEvents(1)));
    expect(error).toMatchObject({ name: 'EventLogUnavailableError', outcome: 'not_applied' });
    expect(afterMs).toBeLessThan(900);
    await expect(log.read('start', 1)).rejects.toBeInstanceOf(EventLogUnavailableError);
    await expect(log.latest(1, EVERYTHING, 1)).rejects.toBeInstanceOf(EventLogUnavailableError);
    await server.start();
    await ready(service);
    const [second] = await log.append(newEvents(1, 2));
    expect(second).toMatchObject({ epoch: first!.epoch, n: 2 });
    const page = await log.read(first!, 5);
    expect([page.gap, numbers(page.entries)]).toEqual([undefined, [2]]);
  });

  it('is another log after a restart without the data', async () => {
    const [first] = await log.append(newEvents(1));
    await server.stop();
    server.wipe();
    await server.start();
    await ready(service);
    const page = await log.read(first!, 5);
    expect([page.gap, page.entries, page.head.n]).toEqual(['log_lost', [], 0]);
    expect(page.head.epoch).not.toBe(first!.epoch);
    // The new log does not know the idempotency keys of the log that is gone.
    expect((await log.append([newEvent('new', { idempotencyKey: 'one' })]))[0]).toMatchObject({
      epoch: page.head.epoch,
      n: 1,
    });
  });

  it('finds an id again that was given in the ten minutes before these, and none older', async () => {
    const event = newEvent('once', { idempotencyKey: 'one' });
    const [first] = await log.append([event]);
    const [ids] = await admin.keys(`{vx11}:log:${format}:ids:*`);
    const [, prefix, period] = /^(.*:)(\d+)$/.exec(ids!)!;
    await admin.rename(ids!, `${prefix}${Number(period) - 1}`);
    expect(await log.append([event])).toEqual([first]);
    await admin.rename(`${prefix}${Number(period) - 1}`, `${prefix}${Number(period) - 2}`);
    expect((await log.append([event]))[0]).toMatchObject({ n: 2 });
  });

  it('does not take for its own what is remembered of a log that is gone', async () => {
    const event = newEvent('once', { idempotencyKey: 'one' });
    const [before] = await log.append([...newEvents(3), event]);
    await admin.del(`{vx11}:log:${format}:events`);
    const [after] = await log.append([event]);
    expect(after).toMatchObject({ n: 1 });
    expect(after!.epoch).not.toBe(before!.epoch);
    expect((await log.read(before!, 5)).gap).toBe('log_lost');
  });

  it('appends nothing of a call for which there is no memory', async () => {
    await log.append(newEvents(2));
    const events = newEvents(100, 3).map((event, index) => ({ ...event, idempotencyKey: `id-${index}` }));
    await server.cli('CONFIG', 'SET', 'maxmemory', '1');
    await expect(log.append(events)).rejects.toBeInstanceOf(EventLogFullError);
    await server.cli('CONFIG', 'SET', 'maxmemory', '256mb');
    expect(numbers(await everything(log))).toEqual([1, 2]);
    expect((await log.append(events)).map(({ n }) => n)).toEqual(range(3, 102));
  });

  it('is read although Redis is out of memory: who is behind can still catch up', async () => {
    const positions = await log.append(newEvents(3));
    await server.cli('CONFIG', 'SET', 'maxmemory', '1');
    expect(numbers((await log.read(positions[0]!, 5)).entries)).toEqual([2, 3]);
    expect(numbers((await log.latest(2, EVERYTHING, 10)).entries)).toEqual([2, 3]);
  });

  it('does not touch another log', async () => {
    const other = new RedisEventLog(service, keeping(10), 900);
    const event = newEvent('same', { idempotencyKey: 'same' });
    const [here] = await log.append([event]);
    const there = await other.append([...newEvents(500), event]);
    expect(there.map(({ n }) => n)).toEqual(range(1, 501));
    expect(here).toMatchObject({ n: 1 });
    expect(there[0]!.epoch).not.toBe(here!.epoch);
    expect(numbers(await everything(log))).toEqual([1]);
    expect((await log.read(there[0]!, 1)).gap).toBe('log_lost');
  });

  it('knows the head although every entry was trimmed', async () => {
    const positions = await log.append(newEvents(5));
    await admin.xtrim(`{vx11}:log:${format}:events`, 'MAXLEN', 0);
    expect(await log.read(positions[4]!, 1)).toMatchObject({ entries: [], reached: positions[4], head: positions[4] });
    expect((await log.read(positions[3]!, 1)).gap).toBe('trimmed');
    expect((await log.append(newEvents(1)))[0]).toMatchObject({ epoch: positions[0]!.epoch, n: 6 });
    expect((await log.read(positions[4]!, 1)).gap).toBeUndefined();
  });

  it('tells the hole that somebody cut into the middle of it', async () => {
    const positions = await log.append(newEvents(5));
    await admin.xdel(`{vx11}:log:${format}:events`, `${positions[2]!.ms}-3`);
    expect(await log.read(positions[1]!, 5)).toMatchObject({ gap: 'unreadable', start: positions[2] });
    for (const seen of [positions[2]!, positions[3]!]) expect((await log.read(seen, 1)).gap).toBeUndefined();
  });

  it('remembers only idempotency keys, and those for a time', async () => {
    await log.append([...newEvents(500), newEvent('given', { idempotencyKey: 'one' })]);
    const [ids, ...more] = await admin.keys(`{vx11}:log:${format}:ids:*`);
    expect(more).toEqual([]);
    expect(await admin.hlen(ids!)).toBe(1);
    const seconds = await admin.ttl(ids!);
    expect(seconds).toBeGreaterThan(600);
    expect(seconds).toBeLessThanOrEqual(1_200);
  });

  it('needs nothing that its Redis user may not do, and no script that is not sent again when forgotten', async () => {
    await admin.call('ACL', 'LOG', 'RESET');
    await log.append(newEvents(1));
    await admin.script('FLUSH');
    await log.append(newEvents(1));
    await log.read('start', 1);
    await log.latest(1, EVERYTHING, 1);
    await admin.flushall();
    await admin.script('FLUSH');
    await log.read('start', 1);
    expect(await admin.call('ACL', 'LOG')).toEqual([]);
  });
});
