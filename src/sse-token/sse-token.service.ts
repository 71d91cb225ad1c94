import { Inject, Injectable } from '@nestjs/common';
import { addressKey } from '../http/client-address.js';
import { type Principal } from '../principal/principal.js';
import { intersectReaches } from '../principal/scope.js';
import { Problem } from '../problems/problem.js';
import { quotaOf, type RateLimiter, UnlimitedRate } from '../rate-limit/rate-limiter.js';
import { type ResumeRequest } from '../token-store/resume.js';
import { TokenShareSpentError, TokenStoreFullError } from '../token-store/token-store.errors.js';
import {
  type DeferredToken,
  type Grant,
  type RedeemedToken,
  type Redemption,
  type RefusedToken,
  type TokenDigest,
  type TokenStore,
} from '../token-store/token-store.interface.js';
import { IssuedTokens } from './issued-tokens.js';
import { digestOf, isToken, mintToken, resumeDigestOf } from './sse-token.js';
import {
  type IssueRefusal,
  SSE_TOKEN_OPTIONS,
  type SseTokenObserver,
  type SseTokenOptions,
} from './sse-token.options.js';
import { type StreamGate } from './stream-gate.js';

const TTL_SECONDS = { default: 60, max: 300 };
const SILENT: SseTokenObserver = { issued: () => undefined, notIssued: () => undefined, presented: () => undefined };

/** What the stream of a token may show at most. */
export interface TokenRestrictions {
  readonly modules?: readonly string[];
  readonly severities?: readonly string[];
}

/** Whom a token is issued to; without rights it may read. */
export type TokenHolder = Pick<Principal, 'name'> & Partial<Principal>;

export interface IssuedToken {
  readonly token: string;
  readonly digest: TokenDigest;
  readonly ttlSeconds: number;
}

/** What came of a token. It is also `revoked` if its principal is gone, or may not read any more. */
export type PresentedToken = RedeemedToken | RefusedToken;

/** Issues tokens to principals, and redeems them for a grant, once each. */
@Injectable()
export class SseTokenService {
  private readonly store: TokenStore;
  private readonly ttlSeconds: number;
  private readonly limiter: RateLimiter;
  private readonly observer: SseTokenObserver;
  private readonly issuedTokens: IssuedTokens;

  /** @throws RangeError for a `ttlSeconds` out of range */
  constructor(@Inject(SSE_TOKEN_OPTIONS) private readonly options: SseTokenOptions) {
    const { store, ttlSeconds = TTL_SECONDS.default, limiter = new UnlimitedRate(), observer = SILENT } = options;
    if (!Number.isInteger(ttlSeconds) || ttlSeconds < 1 || ttlSeconds > TTL_SECONDS.max) {
      throw new RangeError(`SseTokenModule: ttlSeconds must be a whole number from 1 to ${TTL_SECONDS.max}.`);
    }
    this.store = store;
    this.ttlSeconds = ttlSeconds;
    this.issuedTokens = new IssuedTokens(ttlSeconds);
    this.limiter = limiter;
    this.observer = observer;
  }

  /**
   * Issues a token to `holder`, calling from `address`.
   * @throws Problem `rate_limited`, TokenStoreUnavailableError, TokenStoreFullError, TokenShareSpentError
   */
  async issue(holder: TokenHolder, address: string, restrictions: TokenRestrictions = {}): Promise<IssuedToken> {
    const { name, rights = ['read'], scope, streamsMax, expiresAt, fingerprint } = holder;
    const startedAt = performance.now();
    const from = addressKey(address);
    const key = limitKey(name, from);
    this.refuse(this.limiter.refusedFor(key));
    const token = mintToken();
    const digest = digestOf(token);
    const about = { principal: name, rights, streamsMax, expiresAt, fingerprint, address: from };
    const grant = { ...about, issuedAt: Date.now(), ...intersectReaches(scope?.read, restrictions) };
    // Both are sent together. In the rare case that the limiter refuses, the token is redeemed, so that nobody can use it.
    const [refusedForMs, kept] = await Promise.allSettled([
      this.limiter.consume(key),
      this.store.issue(digest, grant, this.ttlSeconds),
    ]);
    if (refusedForMs.status === 'fulfilled' && refusedForMs.value > 0) {
      if (kept.status === 'fulfilled') await this.store.redeem(digest).catch(() => undefined);
      this.refuse(refusedForMs.value);
    }
    if (kept.status === 'rejected') {
      void this.limiter.giveBack(key);
      this.observer.notIssued(reasonOf(kept.reason));
      throw kept.reason;
    }
    this.issuedTokens.add(digest);
    this.observer.issued(name, (performance.now() - startedAt) / 1_000);
    return { token, digest, ttlSeconds: this.ttlSeconds };
  }

  /** Whether this instance issued the token of this digest lately. A guess is rarely taken for one. */
  issuedHere(digest: TokenDigest): boolean {
    return this.issuedTokens.has(digest);
  }

  /**
   * Redeems a token for its grant, which holds no more rights than its principal has now. Where the token's principal is near a
   * limit of `gate`, the grant is read first, and the token redeemed once the gate has a place for it. The limit on issuing counts
   * only tokens that are not redeemed. With the cookie of `gate`, the grant of a spent token is resumed, likewise.
   * @throws TokenStoreUnavailableError; what `gate.ask` throws: the token is unspent
   */
  async redeem(token: string, gate?: StreamGate, digest = digestOf(token)): Promise<PresentedToken> {
    const entry = gate?.cookie === undefined ? undefined : resumeDigestOf(gate.cookie, token);
    const present = (unless?: readonly string[]) =>
      this.present(token, digest, unless, entry && { entry, stream: gate?.streamId ?? '', place: gate?.placeName });
    let redemption = await present(gate?.nearLimit());
    if ('deferred' in redemption && gate) {
      const grant = this.current(redemption.deferred);
      if (grant) {
        await gate.ask(grant, redemption.predecessor);
        gate.enter(grant);
      }
      redemption = await present();
    }
    if ('deferred' in redemption) throw new Error('A token was deferred that nobody asked to defer.');
    return redemption;
  }

  private async present(token: string, digest: TokenDigest, unless?: readonly string[], resume?: ResumeRequest) {
    const startedAt = isToken(token) ? performance.now() : undefined;
    const redemption =
      startedAt === undefined
        ? ({ refused: 'unknown' } as const)
        : await this.askStore(startedAt, () => this.store.redeem(digest, unless, resume));
    const presented = 'grant' in redemption ? this.redeemed(redemption) : redemption;
    if (resume && 'grant' in presented && !presented.seat?.resumed)
      this.observer.resumable?.(presented.seat !== undefined);
    const seconds = startedAt && (performance.now() - startedAt) / 1_000;
    this.observer.presented(outcomeOf(presented), seconds, 'refused' in presented ? presented.principal : undefined);
    return presented;
  }

  private async askStore(startedAt: number, redeem: () => Promise<Redemption>): Promise<Redemption> {
    try {
      return await redeem();
    } catch (error) {
      this.observer.presented('unavailable', (performance.now() - startedAt) / 1_000);
      throw error;
    }
  }

  /** Frees the limit's use, and looks up what the grant is worth now: the configuration may have changed. */
  private redeemed({ grant, seat }: RedeemedToken): PresentedToken {
    if (grant.address !== undefined && !seat?.resumed)
      void this.limiter.giveBack(limitKey(grant.principal, grant.address));
    const current = this.current(grant);
    return current ? { grant: current, seat } : { refused: 'revoked', principal: grant.principal };
  }

  private current(grant: Grant): Grant | undefined {
    const { grants } = this.options;
    return grants ? grants.current(grant) : grant;
  }

  private refuse(forMs: number): void {
    if (forMs <= 0) return;
    this.observer.notIssued('rate_limited');
    const retryAfterSeconds = Math.ceil(forMs / 1_000);
    throw new Problem('rate_limited', 'Too many tokens were asked for from this address and not used.', {
      retryAfterSeconds,
      limit: { policy: 'tokens', ...(this.limiter.rate && quotaOf(this.limiter.rate)) },
    });
  }
}

function reasonOf(error: unknown): IssueRefusal {
  if (error instanceof TokenShareSpentError) return 'share_spent';
  return error instanceof TokenStoreFullError ? 'store_full' : 'store_unavailable';
}

function outcomeOf(presented: PresentedToken | DeferredToken) {
  if ('refused' in presented) return presented.refused;
  if ('deferred' in presented) return 'deferred';
  return presented.seat?.resumed ? 'resumed' : 'redeemed';
}

/** What the limit counts by. No address holds a blank, so no two pairs have one key. */
function limitKey(principal: string, address: string): string {
  return `${address} ${principal}`;
}
