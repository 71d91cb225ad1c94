// An application may pass its own Redis client to the stores. They must not close it, and must keep to their key
// prefix.
import { Redis } from 'ioredis';
import { eventually } from '../../cluster/eventually.js';
import { RedisServer } from '../../cluster/redis-server.js';
import { RedisStores } from '../../src/exports/redis.js';
import { digestOf, mintToken } from '../../src/sse-token/sse-token.js';
import { type NewEvent } from '../../src/event-log/event-log.interface.js';

const GRANT = { principal: 'alice', rights: ['read'] as const, issuedAt: 1 };
const EVENT: NewEvent = { type: 'order.paid', module: 'shop', severity: 'info', json: '{}' };

describe('stores beside the client of an application', () => {
  let server: RedisServer;
  let client: Redis;
  const open: RedisStores[] = [];

  beforeAll(async () => {
    server = await RedisServer.start();
    client = new Redis(server.adminUrl, { keyPrefix: 'own:', db: 3 });
    client.on('error', () => undefined);
  });
  afterEach(() => open.splice(0).forEach((stores) => stores.close()));
  afterAll(async () => {
    client.disconnect();
    await server.kill();
  });

  async function stores(keyPrefix?: string): Promise<RedisStores> {
    const made = new RedisStores({ client, ...(keyPrefix !== undefined && { keyPrefix }) });
    open.push(made);
    await eventually(() => made.health.available || undefined, { what: 'Redis to be reached' });
    return made;
  }

  it('keep their keys under their own prefix, in the database of the client', async () => {
    const shop = await stores('shop');
    await shop.tokenStore().issue(digestOf(mintToken()), GRANT, 60);
    await shop.eventLog().append([EVENT]);
    await shop.rateLimiter({ burst: 5, refillMs: 1_000 }).consume('alice');
    const keys = await client.keys('*');
    expect(keys.length).toBeGreaterThan(4);
    expect(keys.filter((key) => !key.startsWith('{shop}:'))).toEqual([]);
  });

  it('know nothing of one another under different prefixes', async () => {
    const [one, other] = [await stores('one'), await stores('other')];
    const digest = digestOf(mintToken());
    await one.tokenStore().issue(digest, GRANT, 60);
    expect(await other.tokenStore().redeem(digest)).toEqual({ refused: 'unknown' });
    expect(await one.tokenStore().redeem(digest)).toEqual({ grant: GRANT });
  });

  it('leave the client open when they close', async () => {
    const shop = await stores('shop');
    shop.close();
    expect(await client.ping()).toBe('PONG');
    expect(client.status).toBe('ready');
  });

  it('refuse a prefix that would spread the keys over several slots', () => {
    expect(() => new RedisStores({ client, keyPrefix: 'a}b' })).toThrow(RangeError);
  });
});
