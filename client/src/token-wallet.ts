import { type FollowOptions } from './follow-options.js';
import { issueToken, type IssuedToken } from './issue-token.js';

/** A token is offered again only within this share of its life: it still has to arrive. */
const REUSABLE_SHARE = 0.8;

/**
 * Asks for tokens. One that the stream did not take (a soft refusal, a 503) is kept and offered again, because issuing is
 * limited per address and everybody behind one address shares the limit.
 */
export class TokenWallet {
  #kept: { token: string; until: number } | undefined;

  constructor(private readonly options: FollowOptions) {}

  async take(signal: AbortSignal): Promise<string> {
    if (this.#kept !== undefined && performance.now() < this.#kept.until) return this.#kept.token;
    const asked = performance.now();
    const { sse_token: token, expires_in_sec: seconds } = await this.#issue(signal);
    this.#kept = { token, until: asked + seconds * 1_000 * REUSABLE_SHARE };
    return token;
  }

  /** The token is spent, or may be. */
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
