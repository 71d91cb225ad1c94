// A limiter whose store is away must let everybody in: an outage of the counter is not an attack.
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { UnlimitedRate } from './rate-limiter.js';
import { WindowedRateLimiter } from './windowed-rate-limiter.js';

class Failing extends RateLimiterMemory {
  constructor(private readonly failure: Error) {
    super({ points: 1, duration: 1 });
  }

  override consume(): Promise<RateLimiterRes> {
    return Promise.reject(this.failure);
  }
}

describe('a windowed rate limiter', () => {
  it('answers for how long a key that is used up is refused', async () => {
    const limiter = new WindowedRateLimiter(new RateLimiterMemory({ points: 2, duration: 30 }));
    expect([await limiter.consume('a'), await limiter.consume('a')]).toEqual([0, 0]);
    const wait = await limiter.consume('a');
    expect(wait).toBeGreaterThan(29_000);
    expect(wait).toBeLessThanOrEqual(30_000);
    expect(await limiter.consume('b')).toBe(0);
  });

  it('refuses even where no time is left: "0 ms" would mean that it is allowed', async () => {
    // The library rejects with its result, which is no error.
    const refusal = new RateLimiterRes(0, 0) as unknown as Error;
    expect(await new WindowedRateLimiter(new Failing(refusal)).consume('a')).toBe(1);
  });

  it('allows what it cannot count', async () => {
    expect(await new WindowedRateLimiter(new Failing(new Error('away'))).consume('a')).toBe(0);
  });

  it('knows nothing beforehand where its store keeps no such list', () => {
    expect(new WindowedRateLimiter(new RateLimiterMemory({ points: 1, duration: 1 })).refusedFor('a')).toBe(0);
  });
});

it('no limit is no limit', async () => {
  const limiter = new UnlimitedRate();
  expect([await limiter.consume(), limiter.refusedFor()]).toEqual([0, 0]);
});
