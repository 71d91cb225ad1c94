// One address may have only so many unused tokens, counted over all instances.
import { Test } from '@nestjs/testing';
import { eventually } from '../../cluster/eventually.js';
import { RedisServer } from '../../cluster/redis-server.js';
import { loadSettings } from '../../src/config/load-settings.js';
import { RateLimiter } from '../../src/rate-limit/rate-limiter.js';
import { StoresModule } from '../../src/app/stores.module.js';
import { ConfigModule } from '../../src/config/config.module.js';
import { RedisService } from '../../src/redis/redis.service.js';
import { commandCounts } from './support/command-counts.js';
import { close, connect, lost } from './support/redis-connections.js';

/** This many at once, then one every twelve seconds. */
const BURST = 5;
const RATE = { VX11_OPERATOR_RATE_BURST: String(BURST), VX11_OPERATOR_RATE_LIMIT: '5' };
const REFILL_MS = 12_000;

interface Wired {
  readonly limiter: RateLimiter;
  readonly redis: RedisService | null;
  close(): Promise<void>;
}

/** The limiter as the service makes it for this environment. */
async function wired(env: Record<string, string>): Promise<Wired> {
  const { settings } = loadSettings({ ...RATE, ...env });
  const redis = settings.redis ? await connect(env) : null;
  const module = await Test.createTestingModule({ imports: [ConfigModule.register(settings), StoresModule] })
    .overrideProvider(RedisService)
    .useValue(redis)
    .compile();
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

  describe.each([
    ['memory', () => ({})],
    ['Redis', () => ({ REDIS_URL: server.url })],
  ])('in %s', (where, env) => {
    const key = (name: string) => `${where} ${name}`;

    it('allows a burst, each key by itself, then says when the next use comes back', async () => {
      const { limiter } = await start(env());
      const waits = await consume(limiter, key('a'), BURST + 3);
      expect(waits.slice(0, BURST)).toEqual(Array(BURST).fill(0));
      for (const wait of waits.slice(BURST)) {
        expect(wait).toBeGreaterThan(REFILL_MS / 2);
        expect(wait).toBeLessThanOrEqual(REFILL_MS);
      }
      expect(await limiter.consume(key('b'))).toBe(0);
    });

    it('has a use again when one has come back', async () => {
      const { limiter } = await start({ ...env(), VX11_OPERATOR_RATE_WINDOW_SEC: '1' });
      await consume(limiter, key('refill'), BURST);
      const wait = await limiter.consume(key('refill'));
      expect(wait).toBeLessThanOrEqual(200);
      const allowed = async () => (await limiter.consume(key('refill'))) === 0 || undefined;
      await eventually(allowed, { what: 'a use to come back' });
    });

    it('has a use again at once when one is given back, and never more than the burst', async () => {
      const { limiter } = await start(env());
      await consume(limiter, key('back'), BURST + 1);
      await limiter.giveBack(key('back'));
      expect(limiter.refusedFor(key('back'))).toBe(0);
      expect((await consume(limiter, key('back'), 2)).map((wait) => wait === 0)).toEqual([true, false]);
      for (let use = 0; use < 3 * BURST; use++) await limiter.giveBack(key('back'));
      expect((await consume(limiter, key('back'), BURST + 1)).filter((wait) => wait === 0)).toHaveLength(BURST);
    });

    it('allows no more when many come at once', async () => {
      const { limiter } = await start(env());
      const waits = await Promise.all(Array.from({ length: 50 }, () => limiter.consume(key('race'))));
      expect(waits.filter((wait) => wait === 0)).toHaveLength(BURST);
    });

    it('takes several uses together, all or none, and says when there will be as many', async () => {
      const { limiter } = await start(env());
      expect(await limiter.consume(key('several'), 3)).toBe(0);
      const wait = await limiter.consume(key('several'), 4);
      expect(wait).toBeGreaterThan(1.5 * REFILL_MS);
      expect(wait).toBeLessThanOrEqual(2 * REFILL_MS);
      expect(limiter.refusedFor(key('several'))).toBe(0);
      expect(await limiter.consume(key('several'), 2)).toBe(0);
      await consume(limiter, key('several'), 1);
      expect(await limiter.consume(key('several'), 4)).toBeGreaterThan(3.5 * REFILL_MS);
      await limiter.giveBack(key('several'), BURST);
      expect(await limiter.consume(key('several'), BURST + 1)).toBeGreaterThan(0);
      expect(await limiter.consume(key('several'), BURST)).toBe(0);
    });

    it('is switched off by a limit of 0', async () => {
      const { limiter } = await start({ ...env(), VX11_OPERATOR_RATE_LIMIT: '0' });
      expect(await consume(limiter, key('off'), 100)).toEqual(Array(100).fill(0));
      await limiter.giveBack(key('off'));
      expect(limiter.refusedFor(key('off'))).toBe(0);
    });
  });

  it('gives back together what comes back within a moment, and has it at once itself', async () => {
    const { limiter } = await start({ REDIS_URL: server.url });
    await consume(limiter, 'together', BURST);
    await server.cli('CONFIG', 'RESETSTAT');
    const given = Array.from({ length: 500 }, () => limiter.giveBack('together'));
    expect(await consume(limiter, 'together', BURST + 1)).toEqual([
      ...Array<number>(BURST).fill(0),
      expect.any(Number),
    ]);
    await Promise.all([...given, limiter.giveBack('together', BURST)]);
    expect(await consume(limiter, 'together', BURST)).toEqual(Array(BURST).fill(0));
    const scripts = Number(/cmdstat_evalsha:calls=(\d+)/.exec(await server.cli('INFO', 'commandstats'))?.[1]);
    expect(scripts).toBeLessThan(50);
  });

  it('is one limit for all instances', async () => {
    const [a, b] = await Promise.all([start({ REDIS_URL: server.url }), start({ REDIS_URL: server.url })]);
    const waits = [...(await consume(a.limiter, 'shared', 3)), ...(await consume(b.limiter, 'shared', 3))];
    expect(waits.filter((wait) => wait === 0)).toHaveLength(BURST);
  });

  it('hears of uses that were given back elsewhere within a second or so', async () => {
    const [a, b] = await Promise.all([start({ REDIS_URL: server.url }), start({ REDIS_URL: server.url })]);
    await consume(a.limiter, 'elsewhere', BURST + 1);
    await b.limiter.giveBack('elsewhere');
    const allowed = async () => (await a.limiter.consume('elsewhere')) === 0 || undefined;
    await eventually(allowed, { what: 'the use that was given back', timeoutMs: REFILL_MS / 2 });
  });

  it('asks Redis nothing for a key that is used up', async () => {
    const { limiter } = await start({ REDIS_URL: server.url });
    expect(limiter.refusedFor('flood')).toBe(0);
    await consume(limiter, 'flood', BURST + 1);
    expect(limiter.refusedFor('flood')).toBeGreaterThan(REFILL_MS / 2);
    await server.cli('CONFIG', 'RESETSTAT');
    // What an instance knows of a key lasts for a second: it asks once more.
    await limiter.consume('flood');
    for (let use = 0; use < 10_000; use++) void limiter.consume('flood');
    expect((await commandCounts(server)).get('evalsha') ?? 0).toBeLessThanOrEqual(1);
  });

  it('keeps nothing of a key that has all its uses, and of others nothing for longer than that takes', async () => {
    const { limiter } = await start({ REDIS_URL: server.url });
    await consume(limiter, 'kept', 2);
    const left = Number(await server.cli('PTTL', '{vx11}:rate:kept'));
    expect(left).toBeGreaterThan(REFILL_MS);
    expect(left).toBeLessThanOrEqual(2 * REFILL_MS);
    for (let use = 0; use < 2; use++) await limiter.giveBack('kept');
    expect(await server.cli('EXISTS', '{vx11}:rate:kept')).toBe('0');
  });

  it.each(['', 'x', 'nan', '-1', '9'.repeat(40)])(
    'makes something sound of a value that somebody else wrote: %j',
    async (value) => {
      const { limiter } = await start({ REDIS_URL: server.url });
      const key = `foreign ${value}`;
      await server.cli('SET', `{vx11}:rate:${key}`, value);
      expect(await limiter.consume(key)).toBeLessThanOrEqual(REFILL_MS);
      await limiter.giveBack(key);
      expect(await limiter.consume(key)).toBe(0);
    },
  );

  it('is no limit when Redis is away: an outage must not lock everybody out', async () => {
    const { limiter, redis } = await start({ REDIS_URL: server.url });
    await server.kill();
    await lost(redis!);
    expect(await consume(limiter, 'away', BURST + 2)).toEqual(Array(BURST + 2).fill(0));
    await limiter.giveBack('away');
    await server.start();
  });

  it('limits also when Redis has no memory left', async () => {
    const { limiter } = await start({ REDIS_URL: server.url });
    await server.cli('CONFIG', 'SET', 'maxmemory', '1');
    expect((await consume(limiter, 'full', BURST + 2)).filter((wait) => wait === 0)).toHaveLength(BURST);
    await server.cli('CONFIG', 'SET', 'maxmemory', '256mb');
  });

  it('needs nothing that its Redis user may not do', async () => {
    const { limiter } = await start({ REDIS_URL: server.url });
    await server.cli('ACL', 'LOG', 'RESET');
    await consume(limiter, 'acl', BURST + 1);
    for (let use = 0; use < BURST; use++) await limiter.giveBack('acl');
    expect(await server.cli('ACL', 'LOG')).toBe('');
  });
});
