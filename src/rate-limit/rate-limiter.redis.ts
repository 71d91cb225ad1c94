import { ExpiringMap } from '../collections/expiring-map.js';
import { type LuaScript, luaScript } from '../redis/lua-script.js';
import { type RedisService } from '../redis/redis.service.js';
import { type Rate, type RateLimiter } from './rate-limiter.js';

/** A refusal is believed no longer than this before Redis is asked again: uses may have been given back elsewhere. */
const BELIEVED_MS = 1_000;

/** The limit that all instances share. A key that is refused is refused from memory for a while: a flood costs Redis nothing. */
export class RedisRateLimiter implements RateLimiter {
  private readonly script: LuaScript;
  private readonly refusedUntil = new ExpiringMap<number>();

  constructor(
    private readonly redis: Pick<RedisService, 'commands' | 'keys'>,
    readonly rate: Rate,
  ) {
    this.script = luaScript(redis.commands.client, 'rateLimit', new URL('./use.lua', import.meta.url));
  }

  async consume(key: string, uses = 1): Promise<number> {
    const known = this.refusedFor(key);
    if (known > 0) return known + (uses - 1) * this.rate.refillMs;
    const wait = await this.use(key, uses);
    // Where many are refused, one may be left.
    if (wait > 0 && uses === 1)
      this.refusedUntil.set(key, performance.now() + wait, Math.min(wait, BELIEVED_MS) / 1_000);
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
