import { setTimeout } from 'node:timers/promises';
import { ExpiringMap } from '../collections/expiring-map.js';
import { type LuaScript, luaScript } from '../redis/lua-script.js';
import { type RedisService } from '../redis/redis.service.js';
import { type Rate, type RateLimiter } from './rate-limiter.js';

/** How long a key is refused from memory, ms. Not longer, since other instances may give uses back. */
const REFUSED_FROM_MEMORY_MS = 1_000;
/** How long uses that are given back wait for others of their key, ms. */
const GATHER_MS = 10;

/**
 * The rate limiter in Redis, which all instances share. Once Redis has refused a key, this instance refuses it from memory for
 * up to a second, so that a flood of calls does not reach Redis. Uses that are given back within a moment are given back together,
 * and before this instance takes another one.
 */
export class RedisRateLimiter implements RateLimiter {
  private readonly script: LuaScript;
  private readonly refusedUntil = new ExpiringMap<number>();
  /** Uses to give back, by key. */
  private readonly unused = new Map<string, number>();
  private givingBack: Promise<void> | undefined;

  constructor(
    private readonly redis: Pick<RedisService, 'commands' | 'keys'>,
    readonly rate: Rate,
  ) {
    this.script = luaScript(redis.commands.client, new URL('./use.lua', import.meta.url));
  }

  async consume(key: string, uses = 1): Promise<number> {
    const known = this.refusedFor(key);
    if (known > 0) return known + (uses - 1) * this.rate.refillMs;
    void this.giveBackNow(key);
    const wait = await this.use(key, uses);
    // A refusal of several uses does not tell whether one use is left.
    if (wait > 0 && uses === 1)
      this.refusedUntil.set(key, performance.now() + wait, Math.min(wait, REFUSED_FROM_MEMORY_MS) / 1_000);
    return wait;
  }

  giveBack(key: string, uses = 1): Promise<void> {
    this.refusedUntil.take(key);
    this.unused.set(key, (this.unused.get(key) ?? 0) + uses);
    this.givingBack ??= setTimeout(GATHER_MS).then(() => this.giveAllBack());
    return this.givingBack;
  }

  refusedFor(key: string): number {
    const until = this.refusedUntil.get(key);
    return until === undefined ? 0 : Math.max(1, until - performance.now());
  }

  private async giveAllBack(): Promise<void> {
    this.givingBack = undefined;
    await Promise.all([...this.unused.keys()].map((key) => this.giveBackNow(key)));
  }

  private async giveBackNow(key: string): Promise<void> {
    const uses = this.unused.get(key);
    if (uses === undefined) return;
    this.unused.delete(key);
    await this.use(key, -uses);
  }

  private async use(key: string, uses: number): Promise<number> {
    const { burst, refillMs } = this.rate;
    const args = [Math.max(1, Math.round(refillMs * 1_000)), burst, uses];
    try {
      return (await this.redis.commands.timed('rate_limit', this.script([this.redis.keys.rate(key)], args))) as number;
    } catch {
      return 0;
    }
  }
}
