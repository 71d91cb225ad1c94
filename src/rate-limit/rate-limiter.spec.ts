// The limit bounds how many tokens a caller may leave unused. test/contract tests what this limiter and the one in Redis share.
import { quotaOf, UnlimitedRate } from './rate-limiter.js';
import { MemoryRateLimiter } from './rate-limiter.memory.js';

const KEY = '192.0.2.1 operator';

describe('the rate limiter in memory', () => {
  let now: number;
  let limiter: MemoryRateLimiter;
  beforeEach(() => {
    now = 5_000;
    limiter = new MemoryRateLimiter({ burst: 3, refillMs: 1_000 }, () => now);
  });
  const consume = async (times: number) => {
    const waits = [];
    for (let time = 0; time < times; time++) waits.push(await limiter.consume(KEY));
    return waits;
  };

  it('allows the burst, then one for each time that a use takes to come back', async () => {
    expect(await consume(5)).toEqual([0, 0, 0, 1_000, 1_000]);
    expect([limiter.refusedFor(KEY), limiter.refusedFor('another')]).toEqual([1_000, 0]);
    now += 999;
    expect(await consume(1)).toEqual([1]);
    now += 1;
    expect([limiter.refusedFor(KEY), await consume(2)]).toEqual([0, [0, 1_000]]);
  });

  it('says whole milliseconds, and none for what is only a rounding error', async () => {
    limiter = new MemoryRateLimiter({ burst: 3, refillMs: 100 / 3 }, () => now);
    expect(await consume(4)).toEqual([0, 0, 0, 34]);
    now += 100 / 3;
    expect(await consume(1)).toEqual([0]);
  });

  it('allows no more than the burst after a rest, however long, nor for uses that nobody took', async () => {
    await consume(3);
    now += 3_600_000;
    expect(await consume(4)).toEqual([0, 0, 0, 1_000]);
    for (let time = 0; time < 9; time++) await limiter.giveBack(KEY);
    expect(await consume(4)).toEqual([0, 0, 0, 1_000]);
  });

  it('allows one more at once for each that is given back', async () => {
    await consume(3);
    await limiter.giveBack(KEY);
    expect(await consume(2)).toEqual([0, 1_000]);
  });

  it('counts by a clock that only goes forward, where no other is given', async () => {
    limiter = new MemoryRateLimiter({ burst: 1, refillMs: 60_000 });
    const [first, second] = await consume(2);
    expect(first).toBe(0);
    expect(second).toBeGreaterThan(0);
  });
});

it('a rate is told to callers as the uses, and the seconds in which all of them come back', () => {
  expect(quotaOf({ burst: 3, refillMs: 1_500 })).toEqual({ quota: 3, windowSeconds: 5 });
});

it('without a limit nothing is refused', async () => {
  const unlimited = new UnlimitedRate();
  expect([await unlimited.consume(), unlimited.refusedFor()]).toEqual([0, 0]);
  await expect(unlimited.giveBack()).resolves.toBeUndefined();
});
