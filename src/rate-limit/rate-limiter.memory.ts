import { ExpiringMap } from '../collections/expiring-map.js';
import { type Rate, type RateLimiter } from './rate-limiter.js';

/** Sums of fractions may be a little more than they should be. */
const ROUNDING_MS = 0.001;

/** The limit of one process. What is kept of a key is the monotonic time at which it will have all its uses again. */
export class MemoryRateLimiter implements RateLimiter {
  private readonly whole: ExpiringMap<number>;

  constructor(
    readonly rate: Rate,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.whole = new ExpiringMap(now);
  }

  consume(key: string, uses = 1): Promise<number> {
    const wait = this.waitFor(key, uses);
    if (wait === 0) this.moveBy(key, uses * this.rate.refillMs);
    return Promise.resolve(wait);
  }

  giveBack(key: string, uses = 1): Promise<void> {
    this.moveBy(key, -uses * this.rate.refillMs);
    return Promise.resolve();
  }

  refusedFor(key: string): number {
    return this.waitFor(key, 1);
  }

  private waitFor(key: string, uses: number): number {
    const { burst, refillMs } = this.rate;
    const wait = this.wholeAt(key) + (uses - burst) * refillMs - this.now();
    return Math.max(0, Math.ceil(wait - ROUNDING_MS));
  }

  private wholeAt(key: string): number {
    return this.whole.get(key) ?? this.now();
  }

  private moveBy(key: string, ms: number): void {
    const wholeAt = this.wholeAt(key) + ms;
    const left = wholeAt - this.now();
    if (left > 0) this.whole.set(key, wholeAt, left / 1_000);
    else this.whole.take(key);
  }
}
