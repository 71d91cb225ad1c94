// An attacker whose requests a balancer spreads over three instances must not get three times as many tries. The counts in Redis must
// be bounded, and no request may wait for them.
import { Redis } from 'ioredis';
import { eventually } from '../../cluster/eventually.js';
import { RedisServer } from '../../cluster/redis-server.js';
import { WrongCredentials } from '../../src/auth/wrong-credentials.js';
import { digestOfCredential } from '../../src/principal/fingerprint.js';
import { RedisAddressCounts } from '../../src/rate-limit/address-counts.redis.js';
import { LONGEST_REFUSAL_MS, UNKNOWN_TOKEN_ADDRESSES } from '../../src/rate-limit/address-limits.js';
import { KEYS } from '../../src/redis/redis-keys.js';
import { type RedisService } from '../../src/redis/redis.service.js';
import { UnknownTokens } from '../../src/token-guard/unknown-tokens.js';
import { commandCounts } from './support/command-counts.js';
import { close, connect, ready } from './support/redis-connections.js';

const ADDRESS = '2001:db8:0:0::/64';
const OTHER = '192.0.2.2';
const limitsOf = (different: number, windowSeconds: number, unknown = 600) => ({
  wrongCredentials: { different, windowSeconds },
  unknownTokens: { unknown, windowSeconds },
});

describe('what comes from an address, counted in Redis', () => {
  let server: RedisServer;
  let admin: Redis;
  let services: RedisService[];

  beforeAll(async () => {
    server = await RedisServer.start();
    admin = new Redis(server.adminUrl);
    services = await Promise.all([1, 2, 3].map(() => connect({ REDIS_URL: server.url })));
    for (const { commands } of services) commands.client.setMaxListeners(0);
  });
  beforeEach(() => admin.flushall());
  afterAll(async () => {
    await Promise.all(services.map(close));
    admin.disconnect();
    await server.kill();
  });

  /** The counts at three instances. */
  const countsOf = (limits: ReturnType<typeof limitsOf>) =>
    services.map((service) => new RedisAddressCounts(service, limits));

  describe('of wrong credentials', () => {
    it('is refused once so many different ones came, at whichever instance', async () => {
      const counts = countsOf(limitsOf(20, 60));
      for (let n = 0; n < 19; n++) expect(await counts[n % 3]!.wrongCredential(ADDRESS, n)).toBe(0);
      expect(await counts[0]!.wrongCredential(ADDRESS, 19)).toBe(60_000);
      for (const count of counts) expect(await count.wrongCredential(ADDRESS, 20)).toBeGreaterThan(50_000);
      expect(await counts[0]!.wrongCredential(OTHER, 1)).toBe(0);
    });

    it('counts one that is repeated at every instance once', async () => {
      const counts = countsOf(limitsOf(2, 60));
      for (let n = 0; n < 30; n++) expect(await counts[n % 3]!.wrongCredential(ADDRESS, 7)).toBe(0);
      expect(await counts[1]!.wrongCredential(ADDRESS, 8)).toBe(60_000);
    });

    it('is refused for twice as long each time, up to an hour', async () => {
      const [count] = countsOf(limitsOf(2, 60));
      const key = KEYS.wrongCredentialsOf(ADDRESS);
      const refusals: number[] = [];
      for (let n = 0; n < 8; n++) {
        await count!.wrongCredential(ADDRESS, 2 * n);
        refusals.push((await count!.wrongCredential(ADDRESS, 2 * n + 1)) / 60_000);
        // The refusal is over.
        await admin.hset(key, 'until', Date.now());
      }
      expect(refusals).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
      await admin.hset(key, 'until', Date.now() - LONGEST_REFUSAL_MS);
      await count!.wrongCredential(ADDRESS, 100);
      expect(await count!.wrongCredential(ADDRESS, 101)).toBe(60_000);
    });

    it('counts for the window only', async () => {
      const [count] = countsOf(limitsOf(3, 60));
      for (const credential of [1, 2]) await count!.wrongCredential(ADDRESS, credential);
      await admin.hset(KEYS.wrongCredentialsOf(ADDRESS), '1', Date.now() - 60_001);
      expect(await count!.wrongCredential(ADDRESS, 3)).toBe(0);
      expect(await count!.wrongCredential(ADDRESS, 4)).toBe(60_000);
    });

    it('is kept of so many addresses, without those that were longest untouched, and goes by itself', async () => {
      const counts = countsOf(limitsOf(100, 60));
      // 100 credentials for each of 1,260 addresses fit into 8 MiB.
      for (let n = 0; n < 1_500; n += 500) {
        const addresses = Array.from({ length: 500 }, (_, index) => `2001:db8:0:${(n + index).toString(16)}::/64`);
        await Promise.all(addresses.map((address) => counts[0]!.wrongCredential(address, n)));
      }
      expect(await admin.zcard(KEYS.wrongCredentials)).toBe(1_260);
      expect(await admin.keys(`${KEYS.wrongCredentialsOf('')}*`)).toHaveLength(1_260);
      expect(await admin.exists(KEYS.wrongCredentialsOf('2001:db8:0:0::/64'))).toBe(0);
      for (const key of await admin.keys('{vx11}:wrong*')) expect(await admin.pttl(key)).toBeGreaterThan(0);
      await Promise.all(Array.from({ length: 200 }, (_, n) => counts[n % 3]!.wrongCredential(ADDRESS, n)));
      const bytes = (await admin.call('MEMORY', 'USAGE', KEYS.wrongCredentialsOf(ADDRESS))) as number;
      expect(bytes).toBeLessThan(256 + 64 * 100);
    });

    it('is refused at an instance that saw few of them', async () => {
      const limits = limitsOf(20, 60);
      const [a, b, c] = countsOf(limits).map((counts) => new WrongCredentials(limits.wrongCredentials, counts));
      for (let n = 0; n < 10; n++)
        for (const one of [a!, b!]) one.note(ADDRESS, digestOfCredential(`${n} ${one === a}`));
      const refuses = (one: WrongCredentials) => () => one.refusedFor(ADDRESS) > 50_000 || undefined;
      await eventually(() => refuses(a!)() ?? refuses(b!)(), { what: 'one of them to refuse' });
      c!.note(ADDRESS, digestOfCredential('one more'));
      await eventually(refuses(c!), { what: 'the third to refuse' });
      expect([c!.refusing, c!.refusedFor(OTHER)]).toEqual([true, 0]);
    });
  });

  describe('of unknown tokens', () => {
    it('adds up over the instances, up to the window, and comes back', async () => {
      const counts = countsOf(limitsOf(20, 60, 10));
      for (let n = 1; n <= 10; n++) {
        const ms = await counts[n % 3]!.unknownToken(ADDRESS);
        expect(ms).toBeLessThanOrEqual(6_000 * n);
        expect(ms).toBeGreaterThan(6_000 * n - 3_000);
      }
      expect(await counts[0]!.unknownToken(ADDRESS)).toBe(60_000);
      expect(await counts[0]!.unknownToken(OTHER)).toBe(6_000);
      const [brief] = countsOf(limitsOf(20, 1, 1_000));
      await brief!.unknownToken('brief');
      await eventually(async () => (await admin.exists(KEYS.unknownTokens)) === 0 || undefined, {
        what: 'all to be forgotten',
      });
    });

    it('is kept of 8,192 addresses, without those with the fewest', async () => {
      // One token is counted for 100 s: longer than the test takes.
      const [count] = countsOf(limitsOf(20, 60_000));
      for (let n = 0; n < 50; n++) await count!.unknownToken(ADDRESS);
      for (let n = 0; n < 9_000; n += 900) {
        await Promise.all(Array.from({ length: 900 }, (_, index) => count!.unknownToken(`address ${n + index}`)));
      }
      expect(await admin.zcard(KEYS.unknownTokens)).toBe(UNKNOWN_TOKEN_ADDRESSES);
      expect(await admin.zscore(KEYS.unknownTokens, ADDRESS)).not.toBeNull();
      expect(await admin.call('MEMORY', 'USAGE', KEYS.unknownTokens)).toBeLessThan(2_097_152);
    });

    it('keeps tokens from the store at an instance that saw few of them', async () => {
      const limits = limitsOf(20, 60, 30);
      const [a, b] = countsOf(limits).map((counts) => new UnknownTokens(limits.unknownTokens, counts));
      for (let n = 0; n < 29; n++) a!.note(ADDRESS);
      expect([a, b].map((one) => one!.admit(ADDRESS))).toEqual([true, true]);
      for (let n = 0; n < 2; n++) b!.note(ADDRESS);
      const limited = () => !b!.admit(ADDRESS) || undefined;
      await eventually(limited, { what: 'the other to let no more through' });
      expect(b!.admit(OTHER)).toBe(true);
    });
  });

  it('goes on whatever another program wrote in its place', async () => {
    const [count] = countsOf(limitsOf(2, 60, 2));
    for (const key of [KEYS.wrongCredentials, KEYS.wrongCredentialsOf(ADDRESS), KEYS.unknownTokens]) {
      await admin.set(key, 'text');
    }
    expect(await count!.wrongCredential(ADDRESS, 1)).toBe(0);
    await admin.hset(KEYS.wrongCredentialsOf(ADDRESS), 'strange', 'text', 'until', 'text');
    expect(await count!.wrongCredential(ADDRESS, 2)).toBe(60_000);
    expect(await count!.unknownToken(ADDRESS)).toBe(30_000);
  });

  it('is counted when Redis has no memory left, and needs nothing that its Redis user may not do', async () => {
    const [count] = countsOf(limitsOf(2, 60, 2));
    await admin.call('ACL', 'LOG', 'RESET');
    await admin.config('SET', 'maxmemory', '1');
    await count!.wrongCredential(ADDRESS, 1);
    expect(await count!.wrongCredential(ADDRESS, 2)).toBe(60_000);
    expect(await count!.unknownToken(ADDRESS)).toBe(30_000);
    await admin.config('SET', 'maxmemory', '256mb');
    expect(await admin.call('ACL', 'LOG')).toEqual([]);
  });

  it('is not known while Redis does not answer: nobody waits, and an instance goes on by itself', async () => {
    const limits = limitsOf(3, 60, 3);
    const [count] = countsOf(limits);
    const wrong = new WrongCredentials(limits.wrongCredentials, count);
    const unknown = new UnknownTokens(limits.unknownTokens, count);
    server.freeze();
    const startedAt = performance.now();
    const waiting = [count!.wrongCredential(ADDRESS, 1), count!.unknownToken(ADDRESS)];
    for (let n = 0; n < 5; n++) {
      wrong.note(ADDRESS, digestOfCredential(String(n)));
      unknown.note(ADDRESS);
    }
    expect(wrong.refusedFor(ADDRESS)).toBeGreaterThan(50_000);
    expect([unknown.admit(ADDRESS), unknown.admit(ADDRESS)]).toEqual([true, false]);
    expect(performance.now() - startedAt).toBeLessThan(900);
    expect(await Promise.all(waiting)).toEqual([0, 0]);
    await eventually(() => !services[0]!.monitor.available || undefined, { what: 'the loss to be noticed' });
    expect(await count!.wrongCredential(ADDRESS, 2)).toBe(0);
    server.thaw();
    await Promise.all(services.map(ready));
    expect(await count!.wrongCredential(OTHER, 1)).toBe(0);
    expect(await count!.unknownToken(OTHER)).toBe(20_000);
  });

  it('is no longer sent to Redis while a thousand replies are awaited', async () => {
    const [count] = countsOf(limitsOf(20, 60));
    await count!.unknownToken(OTHER);
    await server.cli('CONFIG', 'RESETSTAT');
    const notes = Array.from({ length: 1_500 }, () => count!.unknownToken(ADDRESS));
    await Promise.all(notes);
    expect((await commandCounts(server)).get('evalsha')).toBe(1_000);
    expect(await count!.unknownToken(ADDRESS)).toBeGreaterThan(0);
  });
});
