import { type Principal } from '../principal.js';
import { followKeys, type JwtKeys, type KeySource } from './jwt-keys.js';
import { type JwtOptions, JwtVerifier, looksLikeJwt } from './jwt-verifier.js';

export interface JwtSettings extends JwtOptions {
  readonly keys: KeySource;
}

/** The principals of an identity provider: those for whom it signs JWTs. */
export class JwtPrincipals {
  readonly keys: JwtKeys;
  private readonly verifier: JwtVerifier;

  /** @param trouble hears why keys cannot be had, in words that fit after where they come from; undefined once they can */
  constructor({ keys, ...options }: JwtSettings, trouble: (source: string, reason: string | undefined) => void) {
    const from = 'url' in keys ? keys.url : keys.path;
    this.keys = followKeys(keys, (reason) => trouble(from, reason));
    this.verifier = new JwtVerifier(options, this.keys.find);
  }

  get fingerprint(): string {
    return this.verifier.fingerprint;
  }

  /**
   * The principal of a JWT; undefined for what has another form.
   * @throws JwtRefusedError, ProviderUnavailableError
   */
  identify(credential: string): Promise<Principal> | undefined {
    return looksLikeJwt(credential) ? this.verifier.verify(credential) : undefined;
  }
}
