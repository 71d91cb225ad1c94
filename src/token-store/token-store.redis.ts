import { setTimeout } from 'node:timers/promises';
import { BEGINS_WITHIN_MS } from '../redis/redis-clock.js';
import { type LuaScript, luaScript } from '../redis/lua-script.js';
import { isOutOfMemory, outcomeOf } from '../redis/redis-failure.js';
import { type RedisService } from '../redis/redis.service.js';
import { type RedisRevocations } from '../revocation/revocations.redis.js';
import { DEFAULT_RESUME_TIMES, type ResumeRequest, type Seat } from './resume.js';
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
  /** Runs also when Redis is out of memory. */
  private readonly redeemScript: LuaScript;
  /** The same, which Redis refuses when it is out of memory, so that no resume entry is written then. */
  private readonly redeemWithEntryScript: LuaScript;
  private readonly statsScript: LuaScript;

  constructor(
    private readonly redis: Pick<RedisService, 'commands' | 'clock' | 'keys'>,
    private readonly bounds: TokenBounds,
    /** Restores lost revocations before anything is redeemed. */
    private readonly revocations?: Pick<RedisRevocations, 'restored'>,
    private readonly resumeTimes = DEFAULT_RESUME_TIMES,
  ) {
    const library = new URL('../revocation/generations.lua', import.meta.url);
    const script = (name: string, options = {}) =>
      luaScript(redis.commands.client, new URL(`./${name}.lua`, import.meta.url), options);
    this.issueScript = script('issue', { library });
    const libraries = [library, new URL('./resume-entries.lua', import.meta.url)];
    const redeem = new URL('./redeem.lua', import.meta.url);
    this.redeemScript = luaScript(redis.commands.client, redeem, { library: libraries, allowOom: true });
    this.redeemWithEntryScript = luaScript(redis.commands.client, redeem, { library: libraries });
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

  async redeem(digest: TokenDigest, deferFor: readonly string[] = [], resume?: ResumeRequest): Promise<Redemption> {
    const restoring = this.revocations?.restored();
    if (restoring) await this.untilRestored(restoring);
    const deadline = this.redis.clock.deadline();
    if (deadline === undefined) throw new TokenStoreUnavailableError('not_applied');
    const [outcome, about, more] = await this.redeemBy(deadline, digest, deferFor, resume);
    switch (outcome) {
      case 'redeemed':
      case 'resumed': {
        const seat = seatOf(resume, more, outcome === 'resumed');
        return { grant: JSON.parse(about ?? '') as Grant, ...(seat && { seat }) };
      }
      case 'deferred': {
        const deferred = JSON.parse(about ?? '') as Grant;
        return more === '-' ? { deferred } : { deferred, predecessor: more };
      }
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
  private async redeemBy(
    deadline: number,
    digest: TokenDigest,
    deferFor: readonly string[],
    resume: ResumeRequest | undefined,
  ): Promise<[outcome: string, about?: string, more?: string]> {
    const over = performance.now() + BEGINS_WITHIN_MS + 1;
    const { token, tombstone, oldTombstone, liveTokens, tokensOf, revocations, generations } = this.redis.keys;
    const keys = [token(digest), tombstone(digest), liveTokens, tokensOf('')];
    keys.push(revocations, generations, oldTombstone(digest), ...this.resumeKeys(resume));
    const args = [deadline, deferFor.length, ...deferFor];
    try {
      const run = resume ? this.withEntry(keys, args, resume) : this.ask('redeem', this.redeemScript(keys, args));
      return (await run) as [string, string?, string?];
    } catch (error) {
      const unsure = error instanceof TokenStoreUnavailableError && error.outcome === 'unknown';
      if (unsure) await setTimeout(Math.max(0, over - performance.now()));
      throw error;
    }
  }

  /** Writes no new entry while Redis is out of memory. The stream is opened, and cannot be resumed. */
  private async withEntry(
    keys: readonly string[],
    args: readonly (string | number)[],
    { stream, place = '', entry }: ResumeRequest,
  ): Promise<unknown> {
    const { seconds, maxSeconds } = this.resumeTimes;
    const { bytes, bytesPerPrincipal } = this.bounds;
    const all = [...args, seconds, maxSeconds, bytes, bytesPerPrincipal, stream, place, entry];
    try {
      return await this.ask('redeem', this.redeemWithEntryScript(keys, [...all, 1]));
    } catch (error) {
      if (!(error instanceof TokenStoreFullError)) throw error;
      return this.ask('redeem', this.redeemScript(keys, [...all, 0]));
    }
  }

  private resumeKeys(resume: ResumeRequest | undefined): string[] {
    if (!resume) return [];
    const { resume: entry, liveResumes, resumesOf, control } = this.redis.keys;
    return [entry(resume.entry), liveResumes, resumesOf(''), control];
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

function seatOf(resume: ResumeRequest | undefined, number: string | undefined, resumed: boolean): Seat | undefined {
  return resume && number ? { entry: resume.entry, number: Number(number), resumed } : undefined;
}
