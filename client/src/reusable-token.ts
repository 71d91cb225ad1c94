import { type FollowOptions } from './follow-options.js';
import { issueToken, type IssuedToken } from './issue-token.js';

/** A token is sent again only within this share of its life, since the request takes time too. */
const REUSABLE_SHARE = 0.8;

/**
 * Has tokens issued. A token that the service did not redeem (after a soft refusal or a 503) is kept and sent again, because the
 * number of tokens is limited by address, and all clients behind one address share the limit.
 */
export class ReusableToken {
  #kept: { token: string; until: number } | undefined;

  constructor(private readonly options: FollowOptions) {}

  /** Returns the kept token, or has one issued. @throws Interruption, RefusedError */
  async take(signal: AbortSignal): Promise<string> {
    if (this.#kept !== undefined && performance.now() < this.#kept.until) return this.#kept.token;
    const asked = performance.now();
    const { sse_token: token, expires_in_sec: seconds } = await this.#issue(signal);
    this.#kept = { token, until: asked + seconds * 1_000 * REUSABLE_SHARE };
    return token;
  }

  /** Forgets the token, because the service has redeemed it or may have. */
  drop(): void {
    this.#kept = undefined;
  }

  async #issue(signal: AbortSignal): Promise<IssuedToken> {
    const { baseUrl, credential, token, fetch } = this.options;
    if (token !== undefined) return token(signal);
    if (credential === undefined) throw new TypeError('followEvents needs `credential` or `token`.');
    const value = typeof credential === 'function' ? await credential() : credential;
    return issueToken({ baseUrl, credential: value, signal, ...(fetch && { fetch }) });
  }
}
