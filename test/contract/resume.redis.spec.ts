// Resuming over Redis: what is in its keys, what happens when it is out of memory, and that no supersession is missed.
import { Redis } from 'ioredis';
import { eventually } from '../../cluster/eventually.js';
import { RedisServer } from '../../cluster/redis-server.js';
import { TcpProxy } from '../../cluster/tcp-proxy.js';
import { KEYS } from '../../src/redis/redis-keys.js';
import { type ResumeDigest } from '../../src/token-store/resume.js';
import { DEFAULT_TOKEN_BOUNDS } from '../../src/token-store/token-store.interface.js';
import { RedisTokenStore } from '../../src/token-store/token-store.redis.js';
import { commandCounts } from './support/command-counts.js';
import { behind, lost, ready } from './support/redis-connections.js';
import { RevokingInstance } from './support/revoking-instance.js';
import { grantFor, newDigest } from './token-store.contract.js';

const GRANT = grantFor('operator', { modules: ['madre'] });

describe('resuming over Redis', () => {
  let server: RedisServer;
  let admin: Redis;
  let proxy: TcpProxy;
  let near: RevokingInstance;
  let far: RevokingInstance;
  let store: RedisTokenStore;

  beforeAll(async () => {
    server = await RedisServer.start();
    admin = new Redis(server.adminUrl);
    proxy = await TcpProxy.start(server);
    near = await RevokingInstance.start({ REDIS_URL: server.url });
    far = await RevokingInstance.start(behind(proxy, server));
    store = new RedisTokenStore(near.service, DEFAULT_TOKEN_BOUNDS, near.revocations);
  });
  afterEach(() => server.cli('CONFIG', 'SET', 'maxmemory', '256mb'));
  afterAll(async () => {
    proxy.resume();
    await Promise.all([near.stop(), far.stop()]);
    await proxy.close();
    admin.disconnect();
    await server.kill();
  });

  /** Opens the stream of a new token with a new cookie. */
  async function opened() {
    const [digest, entry] = [newDigest(), newDigest() as string as ResumeDigest];
    const cookie = { entry, stream: entry.slice(0, 20) };
    await store.issue(digest, GRANT, 60);
    const redemption = await store.redeem(digest, [], cookie);
    const number = 'seat' in redemption ? redemption.seat!.number : 0;
    return { digest, cookie, number, entry };
  }

  const resume = async ({ digest, cookie }: Awaited<ReturnType<typeof opened>>) => {
    expect(await store.redeem(digest, [], cookie)).toHaveProperty('seat.resumed', true);
  };

  it('writes one key that goes by itself, and counts that do', async () => {
    const { entry } = await opened();
    const keys = (await admin.keys('{vx11}:resume*')).sort();
    expect(keys).toEqual([KEYS.resume(entry), KEYS.liveResumes, KEYS.resumesOf('operator')]);
    for (const key of keys) expect(await admin.ttl(key)).toBeGreaterThan(3_000);
    expect(await admin.memory('USAGE', KEYS.resume(entry))).toBeLessThan(600);
  });

  it('of many streams, one after the other, costs the other instances a few calls', async () => {
    // When an instance is restarted its streams come back at the others, and each told all instances at once
    const ours = await opened();
    let ended = false;
    far.supersessions.hold(ours.entry, ours.number, () => (ended = true));
    const others = await Promise.all(Array.from({ length: 300 }, opened));
    await server.cli('CONFIG', 'RESETSTAT');
    const begun = performance.now();
    for (const one of [...others, ours]) await resume(one);
    await eventually(() => ended || undefined, { what: 'the other instance to hear of the last' });
    const reads = (await commandCounts(server)).get('xread') ?? 0;
    // Two instances, each with two calls in ten milliseconds at most; what is beyond is for the beginning and the end.
    expect(reads).toBeLessThan((4 * (performance.now() - begun)) / 10 + 10);
  });

  it('counts what its entries take, and goes on if another program wrote in place of the counts', async () => {
    const bytes = async () => Number(await admin.hget(KEYS.liveResumes, 'bytes'));
    const before = await bytes();
    const one = await opened();
    const each = (await bytes()) - before;
    expect(each).toBeGreaterThan(300);
    await resume(one);
    expect((await bytes()) - before).toBeGreaterThan(each - 10);
    expect((await bytes()) - before).toBeLessThan(each + 10);
    await near.revocations.revokeStream(one.cookie.stream);
    expect(await store.redeem(one.digest, [], one.cookie)).toMatchObject({ refused: 'revoked' });
    expect(await bytes()).toBe(before);
    await admin.set(KEYS.liveResumes, 'text');
    await resume(await opened());
    await admin.set(KEYS.control, 'text');
    await resume(await opened());
  });

  it('opens the stream without an entry while Redis is out of memory, and still resumes those that have one', async () => {
    const [digest, entry] = [newDigest(), newDigest() as string as ResumeDigest];
    await store.issue(digest, GRANT, 60);
    const earlier = await opened();
    await server.cli('CONFIG', 'SET', 'maxmemory', '1');
    const redemption = await store.redeem(digest, [], { entry, stream: 'x' });
    expect(redemption).toMatchObject({ grant: GRANT });
    expect(redemption).not.toHaveProperty('seat');
    expect(await store.redeem(digest, [], { entry, stream: 'x' })).toEqual({ refused: 'used', principal: 'operator' });
    expect(await admin.exists(KEYS.resume(entry))).toBe(0);
    await resume(earlier);
  });

  it('ends the older streams of an instance that was cut off, however many supersessions it missed', async () => {
    const all: Awaited<ReturnType<typeof opened>>[] = [];
    while (all.length < 600) all.push(...(await Promise.all(Array.from({ length: 100 }, opened))));
    const ended = new Set<string>();
    for (const { entry, number } of all) far.supersessions.hold(entry, number, () => ended.add(entry));
    const [kept, ...moved] = all;
    proxy.swallow();
    await lost(far.service);
    for (const one of moved) await resume(one);
    await admin.del(KEYS.control);
    proxy.resume();
    await ready(far.service);
    await eventually(() => ended.size === moved.length || undefined, { what: 'all older streams to end' });
    expect(ended).not.toContain(kept!.entry);
  });

  it('tells of thousands of supersessions at once', async () => {
    const all: Awaited<ReturnType<typeof opened>>[] = [];
    while (all.length < 2_000) all.push(...(await Promise.all(Array.from({ length: 100 }, opened))));
    let ended = 0;
    for (const { entry, number } of all) far.supersessions.hold(entry, number, () => ended++);
    for (let at = 0; at < all.length; at += 100) await Promise.all(all.slice(at, at + 100).map(resume));
    await eventually(() => ended === all.length || undefined, { what: 'all to end' });
  });

  it('needs nothing that its Redis user may not do', async () => {
    await admin.call('ACL', 'LOG', 'RESET');
    await resume(await opened());
    expect(await admin.call('ACL', 'LOG')).toEqual([]);
  });
});
