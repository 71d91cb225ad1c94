// During an upgrade, instances of two versions use one log. Each must show what the other publishes, and refuse to
// publish in a format that it does not know.
import { readFileSync } from 'node:fs';
import { Redis } from 'ioredis';
import { RedisServer } from '../../cluster/redis-server.js';
import { RedisEventLog } from '../../src/event-log/event-log.redis.js';
import { type NewEvent } from '../../src/event-log/event-log.interface.js';
import { LogFormat } from '../../src/event-log/log-format.js';
import { type Position } from '../../src/event-log/position.js';
import { KEYS, LOG } from '../../src/redis/redis-keys.js';
import { type RedisService } from '../../src/redis/redis.service.js';
import { everything, keeping, newEvent, newEvents, numbers, range } from './support/events.js';
import { RecordedTail } from './support/recorded-tail.js';
import { close, connect } from './support/redis-connections.js';

/** The script with which version 1.0.0 appends. */
const OLD_APPEND = readFileSync(new URL('./support/append-1.0.0.lua', import.meta.url), 'utf8');

describe('the format of the log', () => {
  let server: RedisServer;
  let admin: Redis;
  let service: RedisService;
  let log: RedisEventLog;
  let tail: RecordedTail;
  const keys = [KEYS.events(LOG), KEYS.eventsMeta(LOG), KEYS.eventIds(LOG)];

  /** Appends as an instance of 1.0.0 would. */
  async function oldAppend(events: readonly NewEvent[]): Promise<Position[]> {
    const args = events.flatMap(({ idempotencyKey = '', type, module, severity, json }) => [
      idempotencyKey,
      type,
      module,
      severity,
      json,
    ]);
    const reply = (await admin.eval(OLD_APPEND, 3, ...keys, 1_000, 'old', ...args)) as [string, ...string[]];
    const [epoch, ...ids] = reply;
    return ids.map((id) => ({ epoch, ms: Number(id.split('-')[0]), n: Number(id.split('-')[1]) }));
  }
  const fieldsOf = async (from: number) => {
    const entries = await admin.xrange(KEYS.events(LOG), '-', '+');
    return entries.slice(from).map(([, fields]) => fields.filter((_, index) => index % 2 === 0).join(''));
  };

  beforeAll(async () => {
    server = await RedisServer.start();
    admin = new Redis(server.adminUrl);
    service = await connect({ REDIS_URL: server.url });
  });
  beforeEach(async () => {
    await admin.flushall();
    log = new RedisEventLog(service, keeping(1_000));
  });
  afterEach(() => tail?.stop());
  afterAll(async () => {
    await close(service);
    admin.disconnect();
    await server.kill();
  });

  it('of a log that 1.0.0 made is kept: both versions write to it, and each reads what the other wrote', async () => {
    await oldAppend(newEvents(3));
    tail = new RecordedTail(log);
    await tail.begun();
    for (const round of range(1, 10)) {
      const [position] = await (round % 2
        ? log.append([newEvent(`new ${round}`)])
        : oldAppend([newEvent(`old ${round}`)]));
      await tail.reach(position!);
    }
    expect([tail.gaps, tail.faults, numbers(tail.entries)]).toEqual([[], [], range(1, 13)]);
    expect(log.format).toBe(1);
    // Version 1.0.0 reads the values by their places.
    expect(new Set(await fieldsOf(0))).toEqual(new Set(['tmsj']));
    const first = { ...tail.entries[0]!.position };
    const filter = { matches: ({ module }: { module: string }) => module === 'madre' };
    expect(numbers((await log.read(first, 100, { filter })).entries)).toEqual(range(2, 13));
  });

  it('does not double what was sent again to an instance of the other version', async () => {
    const once = newEvent('once', { idempotencyKey: 'one' });
    const twice = newEvent('twice', { idempotencyKey: 'two' });
    const [first] = await oldAppend([once]);
    expect(await log.append([once])).toEqual([first]);
    const [second] = await log.append([twice]);
    expect(await oldAppend([twice])).toEqual([second]);
  });

  it('is changed by one command, while streams are open, and nothing is missed', async () => {
    await oldAppend(newEvents(3));
    tail = new RecordedTail(log);
    await tail.begun();
    await log.append(newEvents(2));
    await admin.hset(KEYS.eventsMeta(LOG), 'format', 2);
    const positions = await log.append(newEvents(2));
    await tail.reach(positions.at(-1)!);
    expect([tail.gaps, numbers(tail.entries)]).toEqual([[], range(1, 7)]);
    expect(await fieldsOf(3)).toEqual(['tmsj', 'tmsj', 'e', 'e']);
    expect((await everything(log)).length).toBe(7);
    const [count, bytes] = await admin.hmget(KEYS.eventsMeta(LOG), 'count', 'bytes');
    expect([count, Number(bytes) > 0]).toEqual(['7', true]);
  });

  it('of a log that is made anew is the one that was in use', async () => {
    await log.append(newEvents(1));
    expect(await fieldsOf(0)).toEqual(['e']);
    await admin.flushall();
    await oldAppend(newEvents(1));
    await log.read('start', 1);
    await admin.flushall();
    await log.append(newEvents(1));
    expect(await fieldsOf(0)).toEqual(['tmsj']);
  });

  it('of a newer version is not written, and what is in it is a gap, not nonsense', async () => {
    const [position] = await log.append(newEvents(1));
    tail = new RecordedTail(log);
    await tail.begun();
    await admin.hset(KEYS.eventsMeta(LOG), { format: 3, n: 2 });
    await admin.xadd(KEYS.events(LOG), `${position!.ms}-2`, 'next', 'whatever it may be');
    await expect(log.append(newEvents(1))).rejects.toMatchObject({ name: 'EventLogFormatError', format: 3 });
    expect(await admin.xlen(KEYS.events(LOG))).toBe(2);
    expect(await log.read(position!, 5)).toMatchObject({ gap: 'unreadable', entries: [] });
    expect([log.format, LogFormat.isKnown(log.format!)]).toEqual([3, false]);
    await admin.hset(KEYS.eventsMeta(LOG), { format: 2 });
    expect((await log.append(newEvents(1)))[0]).toMatchObject({ n: 3 });
  });
});
