import { ExpiringMap } from '../collections/expiring-map.js';
import { type LuaScript, luaScript } from '../redis/lua-script.js';
import { type RedisService } from '../redis/redis.service.js';
import { type Rate, type RateLimiter } from './rate-limiter.js';

/** How long a key is refused from memory, ms. Not longer, since other instances may give uses back. */
const REFUSED_FROM_MEMORY_MS = 1_000;

/**
 * The rate limiter in Redis, which all instances share. Once Redis has refused a key, this instance refuses it from memory for
 * up to a second, so that a flood of calls does not reach Redis.
 */
export class RedisRateLimiter implements RateLimiter {
  private readonly script: LuaScript;
  private readonly refusedUntil = new ExpiringMap<number>();

  constructor(
    private readonly redis: Pick<RedisService, 'commands' | 'keys'>,
    readonly rate: Rate,
  ) {
    this.script = luaScript(redis.commands.client, new URL('./use.lua', import.meta.url));
  }

  async consume(key: string, uses = 1): Promise<number> {
    const known = this.refusedFor(key);
    if (known > 0) return known + (uses - 1) * this.rate.refillMs;
    const wait = await this.use(key, uses);
    // A refusal of several uses does not tell whether one use is left.
    if (wait > 0 && uses === 1)
      this.refusedUntil.set(key, performance.now() + wait, Math.min(wait, REFUSED_FROM_MEMORY_MS) / 1_000);
    return wait;
  }

  async giveBack(key: string, uses = 1): Promise<void> {
    this.refusedUntil.take(key);
    await this.use(key, -uses);
  }

  refusedFor(key: string): number {
    const until = this.refusedUntil.get(key);
    return until === undefined ? 0 : Math.max(1, until - performance.now());
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
