import { ConfigurableModuleBuilder } from '@nestjs/common';
import { type RateLimiter } from '../rate-limit/rate-limiter.js';
import { type Grant, type RefusedRedemption, type TokenStore } from '../token-store/token-store.interface.js';

/** Why no token was issued. */
export type IssueRefusal = 'rate_limited' | 'share_spent' | 'store_full' | 'store_unavailable';

/** What came of a token that was presented; `deferred`: it was left as it was. */
export type RedemptionOutcome = RefusedRedemption | 'redeemed' | 'resumed' | 'deferred' | 'revoked' | 'unavailable';

/** Hears what happens to tokens, for metrics. Durations are in seconds. */
export interface SseTokenObserver {
  issued(principal: string, seconds: number): void;
  notIssued(reason: IssueRefusal): void;
  /**
   * `seconds` is the time that the store took; undefined where it was not asked. `principal` is whom a refused token was issued
   * to; undefined where that is not known, and for any other outcome.
   */
  presented(outcome: RedemptionOutcome, seconds: number | undefined, principal?: string): void;
  /** A token was redeemed by a browser with a cookie; `kept` tells whether the stream can be resumed. */
  resumable?(kept: boolean): void;
}

export interface SseTokenOptions {
  /** Where issued tokens are kept. The module neither opens nor closes it. */
  readonly store: TokenStore;
  /** Seconds within which a token must be redeemed, 1 to 300; 60 if absent. */
  readonly ttlSeconds?: number;
  /** Bounds the tokens that one principal asks for from one address and does not redeem; no limit if absent. */
  readonly limiter?: RateLimiter;
  /** Tells what a grant is still worth, undefined for nothing. Absent: it counts as it was when its token was issued. */
  readonly grants?: { current(grant: Grant): Grant | undefined };
  readonly observer?: SseTokenObserver;
}

export const { ConfigurableModuleClass, MODULE_OPTIONS_TOKEN: SSE_TOKEN_OPTIONS } =
  new ConfigurableModuleBuilder<SseTokenOptions>({ moduleName: 'SseToken' }).setClassMethodName('forRoot').build();
