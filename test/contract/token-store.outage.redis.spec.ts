// Redis and the network fail while a token is redeemed. The token may be lost, but must never open two streams.
import { setImmediate } from 'node:timers/promises';
import { eventually } from '../../cluster/eventually.js';
import { RedisServer } from '../../cluster/redis-server.js';
import { RedisClock } from '../../src/redis/redis-clock.js';
import { type RedisService } from '../../src/redis/redis.service.js';
import { TokenStoreUnavailableError } from '../../src/token-store/token-store.errors.js';
import { RedisTokenStore } from '../../src/token-store/token-store.redis.js';
import { commandCounts } from './support/command-counts.js';
import { HoldingProxy } from './support/holding-proxy.js';
import { behind, close, connect, lost, ready, rejection } from './support/redis-connections.js';
import { BOUNDS, grantFor, newDigest } from './token-store.contract.js';

const GRANT = grantFor('operator');

/** Waits until the commands are with the kernel: sending takes one turn of the event loop, or two where commands are gathered. */
async function onTheWay(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await setImmediate();
}

describe('the token store while Redis is in trouble', () => {
  let server: RedisServer;
  let service: RedisService;
  let store: RedisTokenStore;

  beforeAll(async () => (server = await RedisServer.start()));
  beforeEach(async () => {
    service = await connect({ REDIS_URL: server.url });
    store = new RedisTokenStore(service, BOUNDS);
  });
  afterEach(() => close(service));
  afterAll(() => server.kill());

  async function issued() {
    const digest = newDigest();
    await store.issue(digest, GRANT, 60);
    return digest;
  }

  /** Waits until Redis has run a script that was sent before; returns how many tokens were taken since the reset. */
  async function takenByTheNextScript(): Promise<number> {
    const look = async () => {
      const counts = await commandCounts(server);
      return counts.has('eval') || counts.has('evalsha') ? counts : undefined;
    };
    const counts = await eventually(look, { what: 'Redis to come to the redemption' });
    return counts.get('getdel') ?? 0;
  }

  it('gives up on a frozen Redis, and the token is not taken after the thaw', async () => {
    const digest = await issued();
    await server.cli('CONFIG', 'RESETSTAT');
    server.freeze();
    const { error, afterMs } = await rejection(store.redeem(digest));
    server.thaw();
    expect(error).toBeInstanceOf(TokenStoreUnavailableError);
    expect(afterMs).toBeLessThan(10_000);
    expect(await takenByTheNextScript()).toBe(0);
    await ready(service);
    expect(await store.redeem(digest)).toEqual({ grant: GRANT });
  });

  it('does not take the token after the client had left a frozen Redis for good', async () => {
    const digest = await issued();
    await server.cli('CONFIG', 'RESETSTAT');
    server.freeze();
    await rejection(store.redeem(digest));
    await lost(service);
    server.thaw();
    expect(await takenByTheNextScript()).toBe(0);
    await ready(service);
    expect(await store.redeem(digest)).toEqual({ grant: GRANT });
  });

  it('does not say that the token may have been taken while it still may be, although the connection is gone', async () => {
    const digest = await issued();
    await server.cli('CONFIG', 'RESETSTAT');
    server.freeze();
    const redemption = rejection(store.redeem(digest));
    await onTheWay();
    // A socket that times out also closes without waiting for the other side.
    service.commands.client.stream.destroy();
    const { error } = await redemption;
    server.thaw();
    expect(error).toMatchObject({ name: 'TokenStoreUnavailableError', outcome: 'unknown' });
    expect(await takenByTheNextScript()).toBe(0);
    await ready(service);
    expect(await store.redeem(digest)).toEqual({ grant: GRANT });
  });

  it('refuses at once while it knows Redis to be frozen', async () => {
    const digest = await issued();
    server.freeze();
    await eventually(() => !service.monitor.available || undefined, { what: 'the monitor to notice' });
    const { error, afterMs } = await rejection(store.redeem(digest));
    server.thaw();
    expect(error).toMatchObject({ name: 'TokenStoreUnavailableError', outcome: 'not_applied' });
    expect(afterMs).toBeLessThan(900);
  });

  it('does not take the token when the network delivers the redemption too late', async () => {
    const proxy = await HoldingProxy.start(server);
    const slow = await connect(behind(proxy, server));
    const digest = await issued();
    await server.cli('CONFIG', 'RESETSTAT');
    proxy.hold('requests');
    const { error } = await rejection(new RedisTokenStore(slow, BOUNDS).redeem(digest));
    proxy.release();
    expect(error).toMatchObject({ name: 'TokenStoreUnavailableError', outcome: 'unknown' });
    expect(await takenByTheNextScript()).toBe(0);
    expect(await store.redeem(digest)).toEqual({ grant: GRANT });
    await close(slow);
    await proxy.close();
  });

  it('says "not applied" when Redis itself answers that it is too late', async () => {
    const digest = await issued();
    const clock = new RedisClock();
    const [seconds, microseconds] = await service.commands.client.time();
    clock.set([Number(seconds) - 2, microseconds!], performance.now());
    const late = new RedisTokenStore({ commands: service.commands, keys: service.keys, clock }, BOUNDS);
    await expect(late.redeem(digest)).rejects.toMatchObject({ outcome: 'not_applied' });
    expect(await store.redeem(digest)).toEqual({ grant: GRANT });
  });

  it('counts a token as used when only the reply was lost: never two streams', async () => {
    const proxy = await HoldingProxy.start(server);
    const deaf = await connect(behind(proxy, server));
    const digest = await issued();
    proxy.hold('replies');
    const { error } = await rejection(new RedisTokenStore(deaf, BOUNDS).redeem(digest));
    expect(error).toMatchObject({ name: 'TokenStoreUnavailableError', outcome: 'unknown' });
    expect(await store.redeem(digest)).toEqual({ refused: 'used', principal: 'operator' });
    await close(deaf);
    await proxy.close();
  });

  it('says at once that a killed Redis is gone, and recovers by itself', async () => {
    const digest = await issued();
    await server.kill();
    await lost(service);
    for (const attempt of [store.redeem(digest), store.issue(newDigest(), GRANT, 60), store.stats()]) {
      const { error, afterMs } = await rejection(attempt);
      expect(error).toMatchObject({ name: 'TokenStoreUnavailableError', outcome: 'not_applied' });
      expect(afterMs).toBeLessThan(900);
    }
    await server.start();
    await ready(service);
    expect(await store.redeem(await issued())).toEqual({ grant: GRANT });
  });

  it('fails what is under way when Redis is killed, without waiting for a time-out', async () => {
    const digest = await issued();
    server.freeze();
    const under = rejection(store.redeem(digest));
    await server.kill();
    const { error } = await under;
    expect(error).toMatchObject({ name: 'TokenStoreUnavailableError', outcome: 'unknown' });
    expect(String((error as Error).cause)).not.toContain('timed out');
    await server.start();
  });

  it('calls tokens of before a restart stale: what had been spent may be back in the data', async () => {
    const digest = await issued();
    await server.stop();
    await server.start();
    await ready(service);
    expect((await store.stats()).live).toBe(0);
    expect(await store.redeem(digest)).toEqual({ refused: 'stale', principal: 'operator' });
    expect(await store.redeem(digest)).toEqual({ refused: 'stale', principal: 'operator' });
    expect(await store.redeem(await issued())).toEqual({ grant: GRANT });
  });

  it('knows nothing of tokens when Redis came back without its data', async () => {
    const digest = await issued();
    await server.stop();
    server.wipe();
    await server.start();
    await ready(service);
    expect(await store.redeem(digest)).toEqual({ refused: 'unknown' });
  });
});
