// The directory must become right again by itself after an instance was killed, Redis lost data, or another program
// wrote to its keys. No limit may be exceeded meanwhile.
import { Redis } from 'ioredis';
import { eventually } from '../../cluster/eventually.js';
import { RedisServer } from '../../cluster/redis-server.js';
import { type RedisService } from '../../src/redis/redis.service.js';
import { InstanceLease } from '../../src/stream-directory/instance-lease.js';
import { LEASE_DEFAULTS, type LeaseOptions } from '../../src/stream-directory/lease-options.js';
import { StreamDirectoryUnavailableError } from '../../src/stream-directory/stream-directory.errors.js';
import { RedisStreamDirectory } from '../../src/stream-directory/stream-directory.redis.js';
import { RedisStreamQuota } from '../../src/stream-directory/stream-quota.redis.js';
import { type StreamQuota } from '../../src/stream-directory/stream-quota.interface.js';
import { allPages, AT, lists, Streams } from './stream-directory.contract.js';
import { commandCounts } from './support/command-counts.js';
import { close, connect, lost, ready } from './support/redis-connections.js';

describe('the directory of streams in Redis', () => {
  let server: RedisServer;
  let services: RedisService[];
  let admin: Redis;
  let leases: InstanceLease[];

  beforeAll(async () => (server = await RedisServer.start()));
  beforeEach(async () => {
    leases = [];
    services = await Promise.all([connect({ REDIS_URL: server.url }), connect({ REDIS_URL: server.url })]);
    admin = new Redis(server.adminUrl);
    await admin.flushall();
    await admin.config('SET', 'maxmemory', '256mb');
  });
  afterEach(async () => {
    await Promise.all(leases.map((lease) => lease.stop()));
    await Promise.all(services.map(close));
    admin.disconnect();
  });
  afterAll(() => server.kill());

  function instance(name: string, service: RedisService, options: Partial<LeaseOptions> = {}) {
    const streams = new Streams();
    const given = { ...LEASE_DEFAULTS, seconds: 2, renewMs: 100, ...options, instanceId: name };
    const lease = new InstanceLease(service, streams, { position: AT }, given);
    leases.push(lease);
    return {
      streams,
      lease,
      directory: new RedisStreamDirectory(service),
      quota: new RedisStreamQuota(service, lease),
    };
  }

  /** One whose lease does not end while a busy machine gives the test no time. */
  const lasting = (name: string, service: RedisService, options: Partial<LeaseOptions> = {}) =>
    instance(name, service, { seconds: 600, ...options });

  function open(count: number, streams: Streams, principal?: string) {
    return Array.from({ length: count }, () => streams.open(principal));
  }

  /** Asks until the store replies: with a place or a refusal. */
  async function answer(quota: StreamQuota, principal: string, max: number): Promise<'taken' | 'refused'> {
    const ask = async () => {
      try {
        return (await quota.reserve(principal, max)) ? 'taken' : 'refused';
      } catch (error) {
        if (error instanceof StreamDirectoryUnavailableError) return undefined;
        throw error;
      }
    };
    return eventually(ask, { what: 'the quota to answer' });
  }

  it('drops the streams and the places of an instance that crashed once its lease has ended, and counts them until then', async () => {
    const a = instance('a', services[0]!);
    const b = instance('b', services[1]!, { seconds: 5 });
    const mine = open(3, a.streams);
    const theirs = open(3, b.streams);
    a.lease.start();
    await b.lease.renew();
    expect(await b.quota.reserve('limited', 1)).toBeDefined();
    await lists(a.directory, [...mine, ...theirs]);
    expect(await a.quota.reserve('limited', 1)).toBeUndefined();
    // Nobody renews b's lease, as after kill -9.
    await lists(a.directory, mine);
    expect(await answer(a.quota, 'limited', 1)).toBe('taken');
    const gone = async () => (await admin.keys('{vx11}:streams:*:b/*')).length === 0 || undefined;
    await eventually(gone, { what: 'all keys of the lease to be gone' });
  });

  it('lists no streams of an instance that has left', async () => {
    const a = instance('a', services[0]!);
    open(3, a.streams);
    await a.lease.renew();
    await a.lease.stop();
    expect(await admin.keys('{vx11}:streams:*')).toEqual([]);
  });

  it('tells everything again when Redis has lost it, and lets nobody pass a limit meanwhile', async () => {
    const a = instance('a', services[0]!);
    const b = instance('b', services[1]!);
    const all = [...open(1_200, a.streams), ...open(10, b.streams)];
    for (const { lease } of [a, b]) lease.start();
    await lists(a.directory, all);
    expect(await b.quota.reserve('limited', 1)).toBeDefined();
    await server.kill();
    server.wipe();
    await Promise.all(services.map(lost));
    await expect(a.quota.reserve('limited', 1)).rejects.toBeInstanceOf(StreamDirectoryUnavailableError);
    await expect(a.directory.count('operator')).rejects.toBeInstanceOf(StreamDirectoryUnavailableError);
    await server.start();
    await Promise.all(services.map(ready));
    expect(await answer(a.quota, 'limited', 1)).toBe('refused');
    await lists(b.directory, all);
    const counted = async () => ((await a.directory.count('operator')) === 1_210 ? true : undefined);
    await eventually(counted, { what: 'all streams to be counted' });
  });

  it('does not pass a limit after a restart with the data as they were', async () => {
    const a = instance('a', services[0]!);
    const b = instance('b', services[1]!);
    for (const { lease } of [a, b]) lease.start();
    const place = await eventually(() => b.quota.reserve('limited', 1), { what: 'a place' });
    await server.restart();
    await Promise.all(services.map(ready));
    expect(await answer(a.quota, 'limited', 1)).toBe('refused');
    place.release();
    await eventually(async () => ((await answer(a.quota, 'limited', 1)) === 'taken' ? true : undefined), {
      what: 'the place that was given back',
    });
  });

  it('heals whatever somebody else does to its keys', async () => {
    const a = instance('a', services[0]!);
    const mine = open(20, a.streams);
    a.lease.start();
    await lists(a.directory, mine);
    for (const harm of [
      (key: string) => admin.del(key),
      (key: string) => admin.set(key, 'text'),
      // In one step, since the instance may write the key again in between.
      (key: string) => admin.multi().del(key).zadd(key, 0, 'strange').exec(),
      (key: string) => admin.multi().del(key).hset(key, 'strange', 'text').exec(),
    ]) {
      for (const key of await admin.keys('{vx11}:streams:*')) await harm(key);
      await lists(a.directory, mine);
      expect(await answer(a.quota, 'limited', 1_000)).toBe('taken');
      const counted = async () => ((await a.directory.count('operator')) === 20 ? true : undefined);
      await eventually(counted, { what: 'all to be counted again' });
    }
  });

  it.each(['open', 'counts'])('tells everything again where only the key of %s is gone', async (part) => {
    const a = lasting('a', services[0]!);
    const mine = open(20, a.streams);
    await a.lease.renew();
    for (const key of await admin.keys(`{vx11}:streams:${part}:*`)) await admin.del(key);
    await a.lease.renew();
    await lists(a.directory, mine);
    expect(await a.directory.count('operator')).toBe(20);
  });

  it('gives places again when somebody else has written the key that holds them back', async () => {
    const a = instance('a', services[0]!);
    await a.lease.renew();
    await admin.set('{vx11}:streams:settling', 'text');
    expect(await a.quota.reserve('limited', 1)).toBeDefined();
  });

  it('keeps no more bytes than an instance, and all together, may have, and says how many streams it leaves out', async () => {
    const a = lasting('a', services[0]!, { bytes: 4_000, bytesOfAll: 6_000 });
    const b = lasting('b', services[1]!, { bytes: 4_000, bytesOfAll: 6_000 });
    const [mine] = [open(100, a.streams), open(100, b.streams)];
    await a.lease.renew();
    await b.lease.renew();
    const kept = await allPages(a.directory, 1_000);
    expect(kept.filter(({ instance }) => instance === 'a').length).toBeGreaterThan(15);
    expect(kept.filter(({ instance }) => instance === 'b').length).toBeGreaterThan(5);
    expect(kept.length * 200).toBeLessThanOrEqual(8_000);
    const { unlisted } = await a.directory.list({ limit: 1 });
    expect(unlisted).toBe(200 - kept.length);
    expect(await a.directory.count('operator')).toBe(200);
    for (const stream of mine.slice(0, 90)) a.streams.close(stream);
    await a.lease.renew();
    await a.lease.renew();
    const left = await allPages(a.directory, 1_000);
    expect(left.filter(({ instance }) => instance === 'a')).toHaveLength(10);
  });

  it('counts places and drops what is over when Redis has no memory left, and lists what it left out later', async () => {
    const a = lasting('a', services[0]!);
    const first = open(5, a.streams);
    a.lease.start();
    await lists(a.directory, first);
    await admin.config('SET', 'maxmemory', '1');
    a.streams.close(first[0]!);
    const later = open(5, a.streams);
    await lists(a.directory, first.slice(1));
    expect(await a.quota.reserve('limited', 1)).toBeDefined();
    expect(await a.quota.reserve('limited', 1)).toBeUndefined();
    await admin.config('SET', 'maxmemory', '256mb');
    await lists(a.directory, [...first.slice(1), ...later]);
  });

  it('asks for one script a renewal while nothing changes, and never scans the keyspace', async () => {
    const a = lasting('a', services[0]!);
    open(2_000, a.streams);
    await a.lease.renew();
    await admin.config('RESETSTAT');
    for (let renewal = 0; renewal < 5; renewal++) await a.lease.renew();
    await allPages(a.directory, 1_000, 'operator');
    const counts = await commandCounts(server);
    expect((counts.get('evalsha') ?? 0) + (counts.get('eval') ?? 0)).toBeLessThanOrEqual(5 + 2 * 3);
    expect(counts.get('zadd')).toBeUndefined();
    expect([...counts.keys()].filter((name) => /scan|^keys$|randomkey|dbsize|sort/.test(name))).toEqual([]);
  });

  it('needs nothing that its Redis user may not do', async () => {
    await admin.call('ACL', 'LOG', 'RESET');
    const a = lasting('a', services[0]!);
    const [stream] = open(2, a.streams);
    await a.lease.renew();
    (await a.quota.reserve('limited', 1))?.release();
    a.streams.close(stream!);
    await a.lease.renew();
    await a.directory.find(stream!.id);
    await a.directory.count('operator');
    await allPages(a.directory, 10);
    await a.lease.stop();
    expect(await admin.call('ACL', 'LOG')).toEqual([]);
  });
});
