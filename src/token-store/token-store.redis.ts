import { setTimeout } from 'node:timers/promises';
import { BEGINS_WITHIN_MS } from '../redis/redis-clock.js';
import { type LuaScript, luaScript } from '../redis/lua-script.js';
import { isOutOfMemory, outcomeOf } from '../redis/redis-failure.js';
import { type RedisService } from '../redis/redis.service.js';
import { type RedisRevocations } from '../revocation/revocations.redis.js';
import { TokenShareSpentError, TokenStoreFullError, TokenStoreUnavailableError } from './token-store.errors.js';
import {
  type Grant,
  type Redemption,
  type TokenBounds,
  type TokenDigest,
  type TokenStore,
  type TokenStoreStats,
} from './token-store.interface.js';

/** The token store in Redis, which all instances share. Each method runs one script: one round trip, one atomic step. */
export class RedisTokenStore implements TokenStore {
  private readonly issueScript: LuaScript;
  private readonly redeemScript: LuaScript;
  private readonly statsScript: LuaScript;

  constructor(
    private readonly redis: Pick<RedisService, 'commands' | 'clock' | 'keys'>,
    private readonly bounds: TokenBounds,
    /** Restores lost revocations before anything is redeemed. */
    private readonly revocations?: Pick<RedisRevocations, 'restored'>,
  ) {
    const library = new URL('../revocation/generations.lua', import.meta.url);
    const script = (name: string, options = {}) =>
      luaScript(redis.commands.client, `${name}Token`, new URL(`./${name}.lua`, import.meta.url), options);
    this.issueScript = script('issue', { library });
    this.redeemScript = script('redeem', { library, alone: true });
    this.statsScript = script('stats');
  }

  async issue(digest: TokenDigest, grant: Grant, ttlSeconds: number): Promise<void> {
    const { token, liveTokens, tokensOf, revocations } = this.redis.keys;
    const keys = [token(digest), liveTokens, tokensOf(grant.principal), revocations];
    const { bytes, bytesPerPrincipal } = this.bounds;
    const args = [JSON.stringify({ ...grant, generation: undefined }), ttlSeconds, bytes, bytesPerPrincipal];
    const [outcome, seconds] = (await this.ask('issue', this.issueScript(keys, args))) as [string, number?];
    switch (outcome) {
      case 'kept':
        return;
      case 'full':
        throw new TokenStoreFullError();
      case 'over_share':
        throw new TokenShareSpentError(seconds ?? 1);
      default:
        throw new Error('A random token was issued twice.');
    }
  }

  async redeem(digest: TokenDigest, deferFor: readonly string[] = []): Promise<Redemption> {
    const restoring = this.revocations?.restored();
    if (restoring) await this.untilRestored(restoring);
    const deadline = this.redis.clock.deadline();
    if (deadline === undefined) throw new TokenStoreUnavailableError('not_applied');
    const { token, tombstone, oldTombstone, liveTokens, tokensOf, revocations, generations } = this.redis.keys;
    const keys = [token(digest), tombstone(digest), liveTokens, tokensOf('')];
    keys.push(revocations, generations, oldTombstone(digest));
    const [outcome, about] = (await this.redeemBy(deadline, keys, deferFor)) as [string, string?];
    switch (outcome) {
      case 'redeemed':
        return { grant: JSON.parse(about ?? '') as Grant };
      case 'deferred':
        return { deferred: JSON.parse(about ?? '') as Grant };
      case 'used':
      case 'stale':
      case 'revoked':
      case 'unknown':
        return { refused: outcome, ...(about && { principal: about }) };
      case 'late':
        throw new TokenStoreUnavailableError('not_applied');
      default:
        throw new Error('The redeem script answered something unheard of.');
    }
  }

  async stats(): Promise<TokenStoreStats> {
    const [live, bytes] = (await this.ask('token_stats', this.statsScript([this.redis.keys.liveTokens], []))) as [
      number,
      number,
    ];
    return { live, bytes };
  }

  private async untilRestored(restoring: Promise<void>): Promise<void> {
    try {
      await restoring;
    } catch (error) {
      throw new TokenStoreUnavailableError('not_applied', { cause: error });
    }
  }

  /**
   * Runs the redeem script. If the reply is lost with the connection, the script may still be run until the deadline, so this
   * rejects only after the deadline: the script cannot spend the token once the caller has its error.
   */
  private async redeemBy(deadline: number, keys: readonly string[], deferFor: readonly string[]): Promise<unknown> {
    const over = performance.now() + BEGINS_WITHIN_MS + 1;
    try {
      return await this.ask('redeem', this.redeemScript(keys, [deadline, ...deferFor]));
    } catch (error) {
      const unsure = error instanceof TokenStoreUnavailableError && error.outcome === 'unknown';
      if (unsure) await setTimeout(Math.max(0, over - performance.now()));
      throw error;
    }
  }

  private async ask(operation: string, reply: Promise<unknown>): Promise<unknown> {
    try {
      return await this.redis.commands.timed(operation, reply);
    } catch (error) {
      if (isOutOfMemory(error)) throw new TokenStoreFullError({ cause: error });
      throw new TokenStoreUnavailableError(outcomeOf(error), { cause: error });
    }
  }
}
