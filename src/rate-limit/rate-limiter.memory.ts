import { ExpiringMap } from '../collections/expiring-map.js';
import { type Rate, type RateLimiter } from './rate-limiter.js';

/** Error that sums of fractions may have. */
const ROUNDING_MS = 0.001;

/** The rate limiter of one process, for running without Redis (GCRA). */
export class MemoryRateLimiter implements RateLimiter {
  /** For each key, the monotonic ms at which it will have its whole burst again; nothing for a key that has it. */
  private readonly full: ExpiringMap<number>;

  constructor(
    readonly rate: Rate,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.full = new ExpiringMap(now);
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
    const wait = this.fullAt(key) + (uses - burst) * refillMs - this.now();
    return Math.max(0, Math.ceil(wait - ROUNDING_MS));
  }

  private fullAt(key: string): number {
    return this.full.get(key) ?? this.now();
  }

  private moveBy(key: string, ms: number): void {
    const fullAt = this.fullAt(key) + ms;
    const left = fullAt - this.now();
    if (left > 0) this.full.set(key, fullAt, left / 1_000);
    else this.full.take(key);
  }
}
