import { Inject, Injectable } from '@nestjs/common';
import { InjectMetric } from '@willsoto/nestjs-prometheus';
import { type Counter, type Histogram } from 'prom-client';
import { type Principal } from '../principal/principal.js';
import { PrincipalsService } from '../auth/principals.service.js';
import { Settings } from '../config/settings.js';
import { addressKey } from '../http/client-address.js';
import { METRICS } from '../metrics/metrics.catalogue.js';
import { Problem } from '../problems/problem.js';
import { RateLimiter } from '../rate-limit/rate-limiter.js';
import { TokenShareSpentError, TokenStoreFullError } from '../token-store/token-store.errors.js';
import {
  type Grant,
  type Redemption,
  type RefusedRedemption,
  type TokenDigest,
  TokenStore,
} from '../token-store/token-store.interface.js';
import { digestOf, isToken, mintToken } from './sse-token.js';

/** What the stream of a token may show at most. */
export interface TokenRestrictions {
  readonly modules?: readonly string[];
  readonly severities?: readonly string[];
}

export interface IssuedToken {
  readonly token: string;
  readonly digest: TokenDigest;
  readonly ttlSeconds: number;
}

/** Why a token opens no stream; `revoked`: its principal is gone, or may not read any more. */
export type RefusedToken = RefusedRedemption | 'revoked';

export type PresentedToken = Exclude<Redemption, { refused: unknown }> | { readonly refused: RefusedToken };

/** Issues tokens to principals and takes them back for a grant, once each. */
@Injectable()
export class SseTokenService {
  constructor(
    @Inject(Settings) private readonly settings: Settings,
    @Inject(TokenStore) private readonly store: TokenStore,
    @Inject(RateLimiter) private readonly limiter: RateLimiter,
    private readonly principals: PrincipalsService,
    @InjectMetric(METRICS.tokensIssued.name) private readonly issued: Counter,
    @InjectMetric(METRICS.tokenIssueDuration.name) private readonly issueDuration: Histogram,
    @InjectMetric(METRICS.tokenRedeemDuration.name) private readonly redeemDuration: Histogram,
    @InjectMetric(METRICS.tokenRedemptions.name) private readonly redemptions: Counter,
    @InjectMetric(METRICS.tokensRefused.name) private readonly refused: Counter,
  ) {}

  /**
   * Issues a token to `principal`, calling from `address`.
   * @throws Problem `rate_limited`, TokenStoreUnavailableError, TokenStoreFullError, TokenShareSpentError
   */
  async issue(by: Principal, address: string, restrictions: TokenRestrictions): Promise<IssuedToken> {
    const startedAt = performance.now();
    const { name, rights, expiresAt, fingerprint } = by;
    const from = addressKey(address);
    const key = limitKey(name, from);
    this.refuse(this.limiter.refusedFor(key));
    const token = mintToken();
    const digest = digestOf(token);
    const { ttlSeconds } = this.settings.token;
    const grant = {
      principal: name,
      rights,
      expiresAt,
      fingerprint,
      address: from,
      issuedAt: Date.now(),
      ...restrictions,
    };
    // Both go out together; in the rare case that the limiter says no, the token is taken back.
    const [refusedForMs, kept] = await Promise.allSettled([
      this.limiter.consume(key),
      this.store.issue(digest, grant, ttlSeconds),
    ]);
    if (refusedForMs.status === 'fulfilled' && refusedForMs.value > 0) {
      if (kept.status === 'fulfilled') await this.store.redeem(digest).catch(() => undefined);
      this.refuse(refusedForMs.value);
    }
    if (kept.status === 'rejected') {
      void this.limiter.giveBack(key);
      throw this.notIssued(kept.reason);
    }
    this.issued.inc({ principal: name });
    this.issueDuration.observe((performance.now() - startedAt) / 1_000);
    return { token, digest, ttlSeconds };
  }

  /**
   * Takes the grant of a token out, unless it is of one of these principals. It holds no more rights than its principal has
   * now. The limit on issuing counts only tokens that are not redeemed.
   * @throws TokenStoreUnavailableError
   */
  async redeem(token: string, digest: TokenDigest, unless?: readonly string[]): Promise<PresentedToken> {
    const redemption = isToken(token) ? await this.askStore(digest, unless) : ({ refused: 'unknown' } as const);
    const presented = 'grant' in redemption ? this.redeemed(redemption.grant) : redemption;
    this.redemptions.inc({ outcome: outcomeOf(presented) });
    return presented;
  }

  /** Makes room under the limit. Instances may have been configured anew since the token was issued. */
  private redeemed(grant: Grant): PresentedToken {
    if (grant.address !== undefined) void this.limiter.giveBack(limitKey(grant.principal, grant.address));
    const held = this.principals.named(grant.principal)?.rights ?? [];
    const rights = grant.rights.filter((right) => held.includes(right));
    return rights.includes('read') ? { grant: { ...grant, rights } } : { refused: 'revoked' };
  }

  private async askStore(digest: TokenDigest, unless?: readonly string[]): Promise<Redemption> {
    const stop = this.redeemDuration.startTimer();
    try {
      return await this.store.redeem(digest, unless);
    } catch (error) {
      this.redemptions.inc({ outcome: 'unavailable' });
      throw error;
    } finally {
      stop();
    }
  }

  private notIssued(error: unknown): unknown {
    this.refused.inc({ reason: reasonOf(error) });
    return error;
  }

  private refuse(forMs: number): void {
    if (forMs <= 0) return;
    this.refused.inc({ reason: 'rate_limited' });
    const retryAfterSeconds = Math.ceil(forMs / 1_000);
    throw new Problem('rate_limited', 'Too many tokens were asked for from this address and not used.', {
      retryAfterSeconds,
    });
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof TokenShareSpentError) return 'share_spent';
  return error instanceof TokenStoreFullError ? 'store_full' : 'store_unavailable';
}

function outcomeOf(presented: PresentedToken): string {
  if ('refused' in presented) return presented.refused;
  return 'grant' in presented ? 'redeemed' : 'deferred';
}

/** What the limit counts by. No address holds a blank, so no two pairs have one key. */
function limitKey(principal: string, address: string): string {
  return `${address} ${principal}`;
}
