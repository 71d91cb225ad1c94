// The token store in Redis: what is in its keys, how many commands it sends, and how its counts become right again.
import { Redis } from 'ioredis';
import { eventually } from '../../cluster/eventually.js';
import { RedisServer } from '../../cluster/redis-server.js';
import { KEYS } from '../../src/redis/redis-keys.js';
import { type RedisService } from '../../src/redis/redis.service.js';
import { digestOf, mintToken } from '../../src/sse-token/sse-token.js';
import { RedisTokenStore } from '../../src/token-store/token-store.redis.js';
import { commandCounts } from './support/command-counts.js';
import { close, connect } from './support/redis-connections.js';
import { BOUNDS, grantFor, newDigest } from './token-store.contract.js';

const GRANT = grantFor('operator', { modules: ['madre'] });

describe('the token store in Redis', () => {
  let server: RedisServer;
  let service: RedisService;
  let store: RedisTokenStore;
  let admin: Redis;

  beforeAll(async () => {
    server = await RedisServer.start();
    service = await connect({ REDIS_URL: server.url });
    store = new RedisTokenStore(service, BOUNDS);
    admin = new Redis(server.adminUrl);
  });
  beforeEach(() => admin.flushall());
  afterAll(async () => {
    await close(service);
    admin.disconnect();
    await server.kill();
  });

  it('never scans the keyspace, whose size is not ours to bound', async () => {
    await admin.config('RESETSTAT');
    const digests = Array.from({ length: 50 }, newDigest);
    for (const digest of digests) await store.issue(digest, GRANT, 60);
    for (const digest of digests.slice(25)) await store.redeem(digest);
    expect((await store.stats()).live).toBe(25);
    const ran = [...(await commandCounts(server)).keys()];
    expect(ran).toEqual(expect.arrayContaining(['getdel', 'hgetall']));
    expect(ran.filter((name) => /scan|^keys$|randomkey|dbsize|sort/.test(name))).toEqual([]);
  });

  it('holds and sends digests, never tokens', async () => {
    const token = mintToken();
    const seen: string[] = [];
    const monitor = await admin.monitor();
    monitor.on('monitor', (_time: string, args: string[]) => seen.push(args.join(' ')));
    await store.issue(digestOf(token), GRANT, 60);
    const stored = await everythingIn(admin);
    await store.redeem(digestOf(token));
    const left = await everythingIn(admin);
    await eventually(() => seen.find((line) => line.startsWith('GETDEL')), { what: 'MONITOR to show the redemption' });
    monitor.disconnect();
    expect(stored).toContain(digestOf(token));
    expect(left).toContain(digestOf(token));
    expect(`${stored}${left}${seen.join()}`).not.toContain(token);
  });

  it('leaves nothing in Redis that does not go by itself', async () => {
    const digest = newDigest();
    await store.issue(newDigest(), GRANT, 300);
    await store.issue(digest, GRANT, 1);
    await store.redeem(digest);
    const keys = await admin.keys('{vx11}:token*');
    expect(keys).toHaveLength(4);
    for (const key of keys) expect(await admin.pttl(key)).toBeGreaterThan(0);
  });

  it('keeps its counts in as many fields as a token lives seconds, however many are issued', async () => {
    for (let ttl = 1; ttl <= 300; ttl++) await store.issue(newDigest(), GRANT, ttl);
    await Promise.all(Array.from({ length: 500 }, () => store.issue(newDigest(), GRANT, 300)));
    // Two fields a second of expiry, one for the replication id, and as much again for the seconds this test took.
    expect(await admin.hlen('{vx11}:tokens:live')).toBeLessThan(2 * 330);
  });

  it('issues, counts and redeems whatever somebody else wrote in place of its counts', async () => {
    const counts = ['{vx11}:tokens:live', '{vx11}:tokens:of:operator'];
    for (const key of counts) await admin.set(key, 'text');
    const [first, second] = [newDigest(), newDigest()];
    expect(await store.stats()).toEqual({ live: 0, bytes: 0 });
    await store.issue(first, GRANT, 60);
    expect((await store.stats()).live).toBe(1);
    for (const key of counts) await admin.hset(key, '9999999999:strange', 'text');
    await store.issue(second, GRANT, 60);
    expect((await store.stats()).live).toBe(2);
    for (const key of counts) await admin.set(key, 'text');
    expect(await store.redeem(first)).toEqual({ grant: GRANT });
  });

  it('knows what a version before 3.0.0 did with a token, though not whose it was', async () => {
    for (const refused of ['used', 'stale', 'revoked'] as const) {
      const digest = newDigest();
      await admin.set(KEYS.oldTombstone(digest), refused, 'EX', 60);
      expect(await store.redeem(digest)).toEqual({ refused });
    }
  });

  it('goes on when Redis forgets its scripts', async () => {
    const digest = newDigest();
    await admin.script('FLUSH');
    await store.issue(digest, GRANT, 60);
    await admin.script('FLUSH');
    const redemptions = Promise.all([store.redeem(digest), store.redeem(digest), store.stats()]);
    expect(await redemptions).toEqual([
      { grant: GRANT },
      { refused: 'used', principal: 'operator' },
      { live: 0, bytes: 0 },
    ]);
  });

  it('needs nothing that its Redis user may not do', async () => {
    await admin.call('ACL', 'LOG', 'RESET');
    const digest = newDigest();
    await store.issue(digest, GRANT, 60);
    await store.redeem(digest);
    await store.stats();
    expect(await admin.call('ACL', 'LOG')).toEqual([]);
  });
});

/** All keys and, for those that hold text, what they hold. */
async function everythingIn(admin: Redis): Promise<string> {
  const keys = await admin.keys('*');
  const values = await Promise.all(keys.map((key) => admin.dump(key)));
  return [...keys, ...values].join('\n');
}
