import { type Right } from '../principal/principal.js';
import { type ResumeRequest, type Seat } from './resume.js';

/** SHA-256 of a token, 64 lower-case hex digits. A store gets tokens in this form only. */
export type TokenDigest = string & { readonly __brand: 'TokenDigest' };

/** What a token grants: the principal that it was issued to, and what the stream may show that it opens. */
export interface Grant {
  readonly principal: string;
  readonly rights: readonly Right[];
  /** The client's address when the token was issued, as limits count addresses (`addressKey`); absent without a token. */
  readonly address?: string;
  /** The fingerprint of the credential that asked for the token; see `Principal`. */
  readonly fingerprint?: string | undefined;
  /** When that credential expires, ms since 1970; absent: when it is removed. */
  readonly expiresAt?: number | undefined;
  /** Milliseconds since 1970, by the issuing instance's clock. For information only. */
  readonly issuedAt: number;
  /** The number of the newest revocation when the token was issued; absent before the first revocation. */
  readonly generation?: number;
  /** Streams that the principal may have open at once, at all instances; absent: no limit of its own. */
  readonly streamsMax?: number | undefined;
  /** Modules whose events the stream may show; absent: all. So do `severities`. */
  readonly modules?: readonly string[] | undefined;
  readonly severities?: readonly string[] | undefined;
}

/**
 * Why a token was not redeemed: `used` (it was redeemed before), `stale` (issued before the store restarted or failed
 * over), `revoked` (issued before its principal was revoked), `unknown` (never issued, or expired).
 */
export type RefusedRedemption = 'used' | 'stale' | 'revoked' | 'unknown';

/** A grant, and the seat of its stream if a cookie can resume it. */
export interface RedeemedToken {
  readonly grant: Grant;
  readonly seat?: Seat | undefined;
}

/** A grant that was not redeemed or resumed and still can be, see `redeem`. */
export interface DeferredToken {
  readonly deferred: Grant;
  /** The place of the stream that would be resumed, if it has one. */
  readonly predecessor?: string | undefined;
}

/** The result of `redeem`. */
export type Redemption = RedeemedToken | RefusedToken | DeferredToken;

export interface RefusedToken {
  readonly refused: RefusedRedemption;
  /** The principal that the token was issued to, the first 256 bytes of its name; absent if the store does not know it. */
  readonly principal?: string | undefined;
}

export interface TokenStoreStats {
  /** Tokens that can be redeemed now. */
  readonly live: number;
  /** Bytes that they take in the store, about. */
  readonly bytes: number;
}

/** How many bytes live tokens may take in the store: all of them, and those of one principal. Resume entries may take as many again. */
export interface TokenBounds {
  readonly bytes: number;
  readonly bytesPerPrincipal: number;
}

export const DEFAULT_TOKEN_BOUNDS: TokenBounds = { bytes: 67_108_864, bytesPerPrincipal: 16_777_216 };

/** Stands for the names of all principals that have a limit on streams of their own. */
export const LIMITED = '*';

/** Stores the grants of issued tokens until they are redeemed or expire. It knows the digests of tokens, never tokens. */
export interface TokenStore {
  /**
   * Stores `grant` under `digest` for `ttlSeconds` (1 to 300), and adds the current generation to it.
   * @throws TokenStoreUnavailableError, TokenStoreFullError, TokenShareSpentError
   */
  issue(digest: TokenDigest, grant: Grant, ttlSeconds: number): Promise<void>;

  /**
   * Redeems a token. Of all callers at all instances, at most one gets its grant. Once this call has rejected, the token is
   * not redeemed by it any more. A token of a principal in `deferFor` (names, or `LIMITED`) is not redeemed: the result is
   * `deferred`, and the token can be redeemed by another call.
   *
   * For a caller with a cookie, `resume`: in the same step an entry is written, with which the same cookie resumes the grant of
   * the spent token. Each resumption supersedes the stream of before. Where there is no room for the entry, the grant has no seat.
   * @throws TokenStoreUnavailableError: the token is unspent, or it is spent and nobody got the grant
   */
  redeem(digest: TokenDigest, deferFor?: readonly string[], resume?: ResumeRequest): Promise<Redemption>;

  /**
   * Counts the live tokens, without a scan of the keys.
   * @throws TokenStoreUnavailableError
   */
  stats(): Promise<TokenStoreStats>;
}

export const TokenStore = Symbol('TokenStore');
