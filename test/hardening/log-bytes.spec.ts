// A log that is bounded only in entries fills Redis when entries are large, and then no token is issued. So the log is
// bounded in bytes too, and the oldest entries go before anything is refused.
import { readFileSync } from 'node:fs';
import { Redis } from 'ioredis';
import { RedisServer } from '../../cluster/redis-server.js';
import { repositoryFile } from '../../cluster/repository.js';
import { Environment } from '../../src/config/environment.js';
import { RedisEventLog } from '../../src/event-log/event-log.redis.js';
import { type NewEvent } from '../../src/event-log/event-log.interface.js';
import { type RedisService } from '../../src/redis/redis.service.js';
import { keeping, newEvent, newEvents, range } from '../contract/support/events.js';
import { close, connect } from '../contract/support/redis-connections.js';
import { event } from '../support/api.js';
import { Instances } from '../support/instances.js';

const MIB = 1_048_576;
const large = (n: number, bytes: number): NewEvent =>
  newEvent(n, { json: JSON.stringify({ n, x: 'x'.repeat(bytes) }) });

describe('the bytes of the log', () => {
  let redis: RedisServer;
  let admin: Redis;
  let service: RedisService;
  let number = 0;

  beforeAll(async () => {
    redis = await RedisServer.start();
    admin = new Redis(redis.adminUrl);
    service = await connect({ REDIS_URL: redis.url });
  });
  beforeEach(() => number++);
  afterAll(async () => {
    await close(service);
    admin.disconnect();
    await redis.kill();
  });

  const key = (name: string) => `{vx11}:log:${number}:${name}`;
  const entriesAndBytes = async () => {
    const entries = await admin.xrange(key('events'), '-', '+');
    return [entries.length, entries.reduce((sum, [, fields]) => sum + Buffer.byteLength(fields.join('')), 0)];
  };
  const counted = async () => (await admin.hmget(key('meta'), 'count', 'bytes')).map(Number);

  it('by default leave a third of the memory that Redis may use to tokens and all else', () => {
    // CWE-770: the shipped settings must fit the shipped maxmemory, with what Redis takes on top.
    const conf = readFileSync(repositoryFile('redis/redis.conf'), 'utf8');
    const maxmemory = Number(/^maxmemory (\d+)mb$/m.exec(conf)?.[1]) * MIB;
    expect(new Environment().VX11_LOG_MAX_BYTES * 1.25).toBeLessThan((maxmemory * 2) / 3);
  });

  it('are counted exactly, whatever is trimmed, also by others', async () => {
    // CWE-682: a count that drifts is no bound.
    const log = new RedisEventLog(service, keeping(300, 4 * MIB), number);
    for (const round of range(1, 40)) {
      const sizes = [10, 70_000, 300, 5_000].map((bytes) => large(round, (bytes * round) % 70_001));
      await log.append([...sizes, ...newEvents(round)]);
      if (round % 10 === 0) await admin.xtrim(key('events'), 'MAXLEN', 3 * round);
      if (round % 10 === 5) await admin.xadd(key('events'), '*', 'foreign', 'y'.repeat(30_000));
      await log.append(newEvents(1));
      expect([round, ...(await counted())]).toEqual([round, ...(await entriesAndBytes())]);
      const [entries, bytes] = await counted();
      expect(entries).toBeLessThanOrEqual(400);
      expect(bytes).toBeLessThanOrEqual(4 * MIB);
    }
  });

  it('are corrected when another program wrote a wrong count', async () => {
    // CWE-345: the count is in a hash that others may write to.
    const log = new RedisEventLog(service, keeping(10_000, 4 * MIB), number);
    for (const wrong of ['0', '-5', '99999999999', 'many', '']) {
      await admin.hset(key('meta'), { count: wrong, bytes: wrong });
      await log.append(newEvents(5));
      expect([wrong, ...(await counted())]).toEqual([wrong, ...(await entriesAndBytes())]);
    }
  });

  it('a call that is larger than the log is trimmed like any other', async () => {
    // CWE-770: the bound holds within one call, too.
    const log = new RedisEventLog(service, keeping(10, 4 * MIB), number);
    const positions = await log.append(newEvents(1_000));
    expect(positions).toHaveLength(1_000);
    const [entries] = await counted();
    expect(entries).toBeLessThanOrEqual(110);
    expect(await counted()).toEqual(await entriesAndBytes());
  });

  it('of idempotency keys are bounded: the newest are remembered, the oldest forgotten earlier', async () => {
    // CWE-770: each id that a publisher gives is kept for minutes, however short the log is.
    const log = new RedisEventLog(service, keeping(100, 4 * MIB), number);
    const given = range(1, 20_000).map((n) => newEvent(n, { idempotencyKey: `id-${n}` }));
    const last = [];
    for (let from = 0; from < given.length; from += 500) last.push(await log.append(given.slice(from, from + 500)));
    const hashes = await admin.keys(key('ids:*'));
    const held = await Promise.all(hashes.map((hash) => admin.hlen(hash)));
    expect(held.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual((2 * (4 * MIB)) / 2_048 + 1_000);
    expect(await log.append(given.slice(-500))).toEqual(last.at(-1));
    expect(await log.append(given.slice(-2_000, -1_500))).toEqual(last.at(-4));
  });
});

describe('a Redis with little memory', () => {
  let redis: RedisServer;
  let instances: Instances;

  async function start(maxmemory: string, env: Record<string, string> = {}) {
    redis = await RedisServer.start({ extraArgs: ['--maxmemory', maxmemory] });
    instances = new Instances({ REDIS_URL: redis.url, ...env });
    const instance = await instances.add();
    return instances.api(instance);
  }
  afterEach(async () => {
    await instances.stop();
    await redis.kill();
  });

  it('with a full log, takes events and issues tokens as ever', async () => {
    // CWE-400: 10,000 entries of 72 KB are 720 MB; publishing and issuing were refused, and did not recover.
    const api = await start('24mb', { VX11_LOG_MAX_BYTES: String(8 * MIB) });
    for (let call = 0; call < 60; call++) {
      await api.publish(...range(1, 12).map(() => event({ payload: { text: 'x'.repeat(60_000) } })));
      await api.token();
    }
    expect((await api.call('GET', '/health/ready')).status).toBe(200);
  });

  it('that has none left, trims the log before it refuses an event', async () => {
    // CWE-400: whatever filled the memory, new events are worth more than the oldest ones.
    const api = await start('16mb');
    for (let call = 0; call < 60; call++) {
      await api.publish(...range(1, 12).map(() => event({ payload: { text: 'x'.repeat(60_000) } })));
    }
    await api.token();
    const { body } = await api.call('GET', '/operator/api/events?limit=5');
    expect(body.events).toHaveLength(5);
  });
});
