import { type Right } from '../principal/principal.js';

/** SHA-256 of a token, 64 lower-case hex digits. The only form in which a store ever sees a token. */
export type TokenDigest = string & { readonly __brand: 'TokenDigest' };

/** What a token stands for: whom it was issued to and what the stream it opens may show. */
export interface Grant {
  readonly principal: string;
  readonly rights: readonly Right[];
  /** Where its token was asked for, as limits count addresses (`addressKey`); absent without a token. */
  readonly address?: string;
  /** With which credential it was asked for; see `Principal`. */
  readonly fingerprint?: string | undefined;
  /** Until when that is good, ms since 1970; absent: until it is taken out. */
  readonly expiresAt?: number | undefined;
  /** Milliseconds since 1970, by the issuing instance's clock. For people; nothing is decided by it. */
  readonly issuedAt: number;
  /** How many revocations there had been when its token was issued, as the store counts; absent before the first. */
  readonly generation?: number;
  /** Streams its principal may have open at once, over all instances; absent: no limit of its own. */
  readonly streamsMax?: number | undefined;
  /** Absent: no restriction. */
  readonly modules?: readonly string[] | undefined;
  readonly severities?: readonly string[] | undefined;
}

/**
 * Why a token was not redeemed: `used` (it was redeemed before), `stale` (issued before the store restarted or failed
 * over), `revoked` (issued before its principal's sessions were revoked), `unknown` (never issued here, or expired).
 */
export type RefusedRedemption = 'used' | 'stale' | 'revoked' | 'unknown';

/** `deferred`: the grant of a token that is left as it was, since its principal is one of those to be asked about first. */
export type Redemption =
  { readonly grant: Grant } | { readonly refused: RefusedRedemption } | { readonly deferred: Grant };

export interface TokenStoreStats {
  /** Tokens that could be redeemed now. */
  readonly live: number;
  /** About how many bytes they take in the store. */
  readonly bytes: number;
}

/** How many bytes live tokens may take in the store: those of all, and those of one principal. */
export interface TokenBounds {
  readonly bytes: number;
  readonly bytesPerPrincipal: number;
}

export const DEFAULT_TOKEN_BOUNDS: TokenBounds = { bytes: 67_108_864, bytesPerPrincipal: 16_777_216 };

/** In the place of a principal's name: all that have a limit on streams of their own. */
export const LIMITED = '*';

/** Keeps issued tokens until they are redeemed or expire. Holds digests, never tokens. */
export interface TokenStore {
  /**
   * Keeps `grant` under `digest` for `ttlSeconds` (1 to 300), with the generation of this moment.
   * @throws TokenStoreUnavailableError, TokenStoreFullError, TokenShareSpentError
   */
  issue(digest: TokenDigest, grant: Grant, ttlSeconds: number): Promise<void>;

  /**
   * Takes the grant out. Of any number of concurrent callers, at any instance, at most one ever gets it. A redemption
   * that has not begun in the store when this call gives up never happens; nor does one after its principal was revoked. A
   * token of one of `unless`, names of principals or `LIMITED`, is only looked at: the answer is `deferred`, and it can be
   * redeemed as before.
   * @throws TokenStoreUnavailableError: the token is unspent, or spent for nobody
   */
  redeem(digest: TokenDigest, unless?: readonly string[]): Promise<Redemption>;

  /**
   * How many tokens are redeemable now. Never scans the keyspace.
   * @throws TokenStoreUnavailableError
   */
  stats(): Promise<TokenStoreStats>;
}

export const TokenStore = Symbol('TokenStore');
