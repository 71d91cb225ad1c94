import { errors, type JWTPayload, jwtVerify, type JWTVerifyGetKey } from 'jose';
import { digestOfCredential, fingerprintOf } from '../fingerprint.js';
import { type Principal } from '../principal.js';
import { claimOf, type ClaimMap, rightsFrom, scopeFrom } from './claim-map.js';
import { JwtRefusedError, ProviderUnavailableError } from './jwt-errors.js';

/** Algorithms that may be pinned: those with a public key. */
export const ALGORITHMS = [
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
  ...['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'],
] as const;

export interface JwtOptions {
  readonly issuer: string;
  readonly audience: string;
  readonly algorithms: readonly string[];
  readonly claims: ClaimMap;
}

const TOKEN_MAX_BYTES = 8_192;
/** A token that is good for longer is refused: nobody could take it back. */
const LIFETIME_MAX_SECONDS = 86_400;
const CLOCKS_APART_SECONDS = 5;
const TYPES = ['jwt', 'at+jwt', 'application/jwt', 'application/at+jwt'];
const FORM = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*$/;
const SUBJECT = /^[A-Za-z0-9._:@|/+=~-]{1,128}$/;

/** What every principal of a provider is called by first, so that none passes for a local one. */
export const JWT_PREFIX = 'jwt:';

/** Whether a credential may be a JWT. */
export function looksLikeJwt(credential: string): boolean {
  return FORM.test(credential);
}

/** Finds out for whom an identity provider signed a token. */
export class JwtVerifier {
  /** Of all its principals: it changes with the provider. */
  readonly fingerprint: string;

  constructor(
    private readonly options: JwtOptions,
    private readonly keys: JWTVerifyGetKey,
  ) {
    this.fingerprint = fingerprintOf(digestOfCredential(`${options.issuer}\n${options.audience}`));
  }

  /** @throws JwtRefusedError, ProviderUnavailableError */
  async verify(token: string): Promise<Principal> {
    if (token.length > TOKEN_MAX_BYTES) throw new JwtRefusedError(`The JWT is larger than ${TOKEN_MAX_BYTES} bytes.`);
    const { payload, typ } = await this.check(token);
    if (typeof typ !== 'string' || !TYPES.includes(typ.toLowerCase())) {
      throw new JwtRefusedError('The header typ of the JWT must be JWT or at+jwt.');
    }
    const { exp } = payload;
    if (exp === undefined || exp - Date.now() / 1_000 > LIFETIME_MAX_SECONDS) {
      throw new JwtRefusedError(`Its claim exp is more than ${LIFETIME_MAX_SECONDS} seconds ahead.`);
    }
    const { claims } = this.options;
    const nameClaim = claims.name ?? 'sub';
    const name = claimOf(payload, nameClaim);
    if (typeof name !== 'string' || !SUBJECT.test(name)) {
      throw new JwtRefusedError(`Its claim ${nameClaim} must be 1 to 128 of A-Z a-z 0-9 . _ : @ | / + = ~ -`);
    }
    return {
      name: `${JWT_PREFIX}${name}`,
      rights: rightsFrom(payload, claims),
      scope: scopeFrom(payload, claims),
      expiresAt: exp * 1_000,
      fingerprint: this.fingerprint,
    };
  }

  private async check(token: string): Promise<{ payload: JWTPayload; typ: string | undefined }> {
    const { issuer, audience, algorithms } = this.options;
    try {
      const { payload, protectedHeader } = await jwtVerify(token, this.keys, {
        issuer,
        audience,
        algorithms: [...algorithms],
        requiredClaims: ['exp', 'sub'],
        clockTolerance: CLOCKS_APART_SECONDS,
      });
      return { payload, typ: protectedHeader.typ };
    } catch (error) {
      if (error instanceof ProviderUnavailableError) throw error;
      throw new JwtRefusedError(whyNot(error));
    }
  }
}

/** The messages of jose may quote what they refuse. */
function whyNot(error: unknown): string {
  if (error instanceof errors.JWTExpired) return 'Its claim exp is over: the JWT has expired.';
  if (error instanceof errors.JWTClaimValidationFailed)
    return `Its claim ${error.claim} is missing or not the one expected.`;
  if (error instanceof errors.JOSEAlgNotAllowed) return 'Its header alg is none of those that are accepted.';
  if (error instanceof errors.JWKSNoMatchingKey) return 'Its header kid names no key of the provider.';
  if (error instanceof errors.JWKSMultipleMatchingKeys)
    return 'Its header kid is missing, and the provider has several keys.';
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'Its signature is wrong.';
  return 'It is no JWT that can be verified.';
}
