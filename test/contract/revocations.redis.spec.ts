// No revocation may be missed, whether an instance was cut off, the control stream was trimmed, or another program
// wrote to our keys.
import { Redis } from 'ioredis';
import { eventually } from '../../cluster/eventually.js';
import { RedisServer } from '../../cluster/redis-server.js';
import { TcpProxy } from '../../cluster/tcp-proxy.js';
import { KEYS } from '../../src/redis/redis-keys.js';
import { type Revocation } from '../../src/revocation/revocation.js';
import { newEvents } from './support/events.js';
import { heardBy, hears } from './revocations.contract.js';
import { RevokingInstance } from './support/revoking-instance.js';
import { behind, lost, ready, rejection } from './support/redis-connections.js';

describe('revocations in Redis', () => {
  let server: RedisServer;
  let admin: Redis;
  let proxy: TcpProxy;
  let near: RevokingInstance;
  let far: RevokingInstance;
  let heard: Revocation[];

  beforeAll(async () => {
    server = await RedisServer.start();
    admin = new Redis(server.adminUrl);
  });
  beforeEach(async () => {
    await admin.flushall();
    proxy = await TcpProxy.start(server);
    near = await RevokingInstance.start({ REDIS_URL: server.url });
    far = await RevokingInstance.start(behind(proxy, server));
    heard = heardBy(far.revocations);
  });
  afterEach(async () => {
    proxy.resume();
    await Promise.all([near.stop(), far.stop()]);
    await proxy.close();
    expect([...near.tail.faults, ...far.tail.faults]).toEqual([]);
  });
  afterAll(async () => {
    admin.disconnect();
    await server.kill();
  });

  it('are heard before the events that were published after them', async () => {
    const order: string[] = [];
    far.revocations.follow(({ generation }) => order.push(`revocation ${generation}`));
    const batch = far.tail.batch.bind(far.tail);
    far.tail.batch = (entries) => {
      order.push(...entries.map(({ position }) => `event ${position.n}`));
      batch(entries);
    };
    for (let n = 1; n <= 20; n++) {
      await near.revocations.revokePrincipal(`principal ${n}`);
      await far.tail.reach((await near.log.append(newEvents(1)))[0]!);
    }
    expect(order).toEqual(Array.from({ length: 20 }, (_, i) => [`revocation ${i + 1}`, `event ${i + 1}`]).flat());
  });

  it('are heard by an instance that was cut off meanwhile, before it is given an event', async () => {
    await near.revocations.revokePrincipal('before');
    await hears(heard, 1);
    proxy.swallow();
    await near.revocations.revokePrincipal('operator');
    await near.revocations.revokeStream('one');
    await admin.del(KEYS.control);
    await near.revocations.revokePrincipal('operator');
    const heardAtFirst: number[] = [];
    const batch = far.tail.batch.bind(far.tail);
    far.tail.batch = (entries) => {
      heardAtFirst.push(heard.length);
      batch(entries);
    };
    const position = (await near.log.append(newEvents(1)))[0]!;
    await lost(far.service);
    proxy.resume();
    await far.tail.reach(position);
    expect(heard.slice(1)).toEqual([
      { stream: 'one', generation: 3 },
      { principal: 'operator', generation: 4 },
    ]);
    expect(heardAtFirst[0]).toBe(3);
  });

  it('are no news to an instance that starts', async () => {
    await near.revocations.revokePrincipal('operator');
    const late = await RevokingInstance.start({ REDIS_URL: server.url });
    const atLate = heardBy(late.revocations);
    await near.revocations.revokePrincipal('gateway');
    await hears(atLate, 1);
    expect(atLate).toEqual([{ principal: 'gateway', generation: 2 }]);
    expect(late.revocations.revokes({ principal: 'operator' })).toBe(true);
    await late.stop();
  });

  it.each([
    ['the generations are lost', () => admin.del(KEYS.revocations, KEYS.generations)],
    ['everything is lost', () => admin.flushall()],
    ['the counters are something else', () => admin.set(KEYS.revocations, 'text')],
    ['the generations are something else', () => admin.set(KEYS.generations, 'text')],
    ['the control stream is something else', () => admin.set(KEYS.control, 'text')],
    [
      'the control stream has an entry of the far future',
      () => admin.xadd(KEYS.control, '99999999999-7', 'what', 'ever'),
    ],
  ])('are brought back, and go on, when %s', async (_, spoil) => {
    await near.revocations.revokePrincipal('operator');
    await near.revocations.revokeStream('one');
    await hears(heard, 2);
    await spoil();
    far.service.commands.reconnect();
    far.service.tail.reconnect();
    const restored = async () => {
      const types = await Promise.all([KEYS.revocations, KEYS.generations].map((key) => admin.type(key)));
      return (
        (types.join() === 'hash,zset' && (await admin.zscore(KEYS.generations, 'principal:operator'))) || undefined
      );
    };
    expect(await eventually(restored, { what: 'the generation to be back' })).toBe('1');
    expect(await admin.zscore(KEYS.generations, 'stream:one')).toBe('2');
    const generation = await near.revocations.revokePrincipal('gateway');
    await hears(heard, 3);
    expect(generation).toBeGreaterThan(2);
    expect(heard.slice(2)).toEqual([{ principal: 'gateway', generation }]);
    expect(far.revocations.revokes({ principal: 'operator' })).toBe(true);
  });

  it('are refused, not lost, while no primary takes writes', async () => {
    await admin.config('SET', 'min-replicas-to-write', '1');
    const { error } = await rejection(near.revocations.revokePrincipal('operator'));
    expect(error).toMatchObject({ name: 'RevocationsUnavailableError', outcome: 'not_applied' });
    await admin.config('SET', 'min-replicas-to-write', '0');
    server.freeze();
    const frozen = await rejection(near.revocations.revokePrincipal('operator'));
    expect(frozen.error).toMatchObject({ name: 'RevocationsUnavailableError' });
    server.thaw();
    await ready(near.service);
    await near.revocations.revokePrincipal('operator');
  });

  it('work when Redis has no memory left', async () => {
    await admin.config('SET', 'maxmemory', '1');
    await near.revocations.revokePrincipal('operator');
    await hears(heard, 1);
    await admin.config('SET', 'maxmemory', '256mb');
  });

  it('need nothing that their Redis user may not do', async () => {
    await admin.call('ACL', 'LOG', 'RESET');
    await near.revocations.revokePrincipal('operator');
    await admin.del(KEYS.generations);
    far.service.commands.reconnect();
    await eventually(async () => (await admin.exists(KEYS.generations)) || undefined, { what: 'it to be back' });
    expect(await admin.call('ACL', 'LOG')).toEqual([]);
  });
});
