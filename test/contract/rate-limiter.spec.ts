// The limit is what keeps one address from buying tokens without end; with several instances it must be one limit.
import { Test } from '@nestjs/testing';
import { eventually } from '../../cluster/eventually.js';
import { RedisServer } from '../../cluster/redis-server.js';
import { loadSettings } from '../../src/config/load-settings.js';
import { Settings } from '../../src/config/settings.js';
import { RateLimitModule } from '../../src/rate-limit/rate-limit.module.js';
import { RateLimiter } from '../../src/rate-limit/rate-limiter.js';
import { RedisService } from '../../src/redis/redis.service.js';
import { commandCounts } from './support/command-counts.js';
import { close, connect, lost } from './support/redis-connections.js';

const LIMIT = 5;

interface Wired {
  readonly limiter: RateLimiter;
  readonly redis: RedisService | null;
  close(): Promise<void>;
}

/** The limiter as the module makes it for this environment. */
async function wired(env: Record<string, string>): Promise<Wired> {
  const { settings } = loadSettings({ VX11_OPERATOR_RATE_LIMIT: String(LIMIT), ...env });
  const redis = settings.redis ? await connect(env) : null;
  const provided = [
    { provide: Settings, useValue: settings },
    { provide: RedisService, useValue: redis },
  ];
  const shared = { module: class {}, global: true, providers: provided, exports: [Settings, RedisService] };
  const module = await Test.createTestingModule({ imports: [shared, RateLimitModule] }).compile();
  const end = async () => {
    if (redis) await close(redis);
  };
  return { limiter: module.get<RateLimiter>(RateLimiter), redis, close: end };
}

async function consume(limiter: RateLimiter, key: string, times: number): Promise<number[]> {
  const waits = [];
  for (let use = 0; use < times; use++) waits.push(await limiter.consume(key));
  return waits;
}

describe('the rate limiter', () => {
  let server: RedisServer;
  const open: Wired[] = [];
  beforeAll(async () => (server = await RedisServer.start()));
  afterEach(() => Promise.all(open.splice(0).map((one) => one.close())));
  afterAll(() => server.kill());

  async function start(env: Record<string, string> = {}): Promise<Wired> {
    const one = await wired(env);
    open.push(one);
    return one;
  }

  it.each([
    ['memory', () => ({})],
    ['Redis', () => ({ REDIS_URL: server.url })],
  ])('allows as many uses as the window has, each key by itself, in %s', async (where, env) => {
    const { limiter } = await start(env());
    const waits = await consume(limiter, `${where}:a`, LIMIT + 2);
    expect(waits.slice(0, LIMIT)).toEqual(Array(LIMIT).fill(0));
    for (const wait of waits.slice(LIMIT)) {
      expect(wait).toBeGreaterThan(50_000);
      expect(wait).toBeLessThanOrEqual(60_000);
    }
    expect(await limiter.consume(`${where}:b`)).toBe(0);
  });

  it('allows again when the window is over', async () => {
    const { limiter } = await start({ REDIS_URL: server.url, VX11_OPERATOR_RATE_WINDOW_SEC: '1' });
    await consume(limiter, 'again', LIMIT);
    const allowed = async () => (await limiter.consume('again')) === 0 || undefined;
    await eventually(allowed, { what: 'the next window', timeoutMs: 5_000 });
  });

  it('is one limit for all instances', async () => {
    const [a, b] = await Promise.all([start({ REDIS_URL: server.url }), start({ REDIS_URL: server.url })]);
    const waits = [...(await consume(a.limiter, 'shared', 3)), ...(await consume(b.limiter, 'shared', 3))];
    expect(waits.filter((wait) => wait === 0)).toHaveLength(LIMIT);
  });

  it('asks Redis nothing for a key that is used up', async () => {
    const { limiter } = await start({ REDIS_URL: server.url });
    expect(limiter.refusedFor('flood')).toBe(0);
    await consume(limiter, 'flood', LIMIT + 1);
    expect(limiter.refusedFor('flood')).toBeGreaterThan(50_000);
    await server.cli('CONFIG', 'RESETSTAT');
    await consume(limiter, 'flood', 100);
    expect((await commandCounts(server)).get('incrby') ?? 0).toBe(0);
  });

  it('is no limit when Redis is away: an outage must not lock everybody out', async () => {
    const { limiter, redis } = await start({ REDIS_URL: server.url });
    await server.kill();
    await lost(redis!);
    expect(await consume(limiter, 'away', LIMIT + 2)).toEqual(Array(LIMIT + 2).fill(0));
    await server.start();
  });

  it('is switched off by a limit of 0', async () => {
    const { limiter } = await start({ VX11_OPERATOR_RATE_LIMIT: '0' });
    expect(await consume(limiter, 'off', 100)).toEqual(Array(100).fill(0));
    expect(limiter.refusedFor('off')).toBe(0);
  });

  it('needs nothing that its Redis user may not do', async () => {
    const { limiter } = await start({ REDIS_URL: server.url });
    await server.cli('ACL', 'LOG', 'RESET');
    await consume(limiter, 'acl', LIMIT + 1);
    expect(await server.cli('ACL', 'LOG')).toBe('');
  });
});
