import { type IncomingMessage } from 'node:http';
import { contextOf } from '../http/request-context.js';
import { tlsFinder } from '../http/request-scheme.js';
import { Refusal } from '../problems/refusal.js';
import { newCookie, readCookie } from './cookie.js';

export interface ResumeCookieOptions {
  /** Whether there are resume cookies at all. */
  readonly enabled: boolean;
  /** Whether cookies are set and read without TLS. Localhost has none. */
  readonly withoutTls: boolean;
  readonly trustedProxies: readonly string[];
}

/**
 * The cookies with which browsers resume their streams. A browser is a caller that sends `Sec-Fetch-Site`, which pages can
 * neither set nor leave out.
 */
export class ResumeCookies {
  private readonly overTls: (request: IncomingMessage) => boolean;

  constructor(private readonly options: ResumeCookieOptions) {
    this.overTls = tlsFinder(options.trustedProxies);
  }

  /**
   * Refuses a browser that opens a stream other than by `EventSource` or `fetch`, or from a page of another origin: an image, a
   * pasted address or a sibling's page must not spend a token.
   * @throws Refusal `not_by_script`
   */
  checkSource(request: IncomingMessage): void {
    const { 'sec-fetch-site': site, 'sec-fetch-mode': mode, 'sec-fetch-dest': dest } = request.headers;
    if (site === undefined) return;
    const ownPage = site === 'same-origin' || contextOf(request).origin === 'allowed';
    if (!ownPage || mode !== 'cors' || dest !== 'empty') throw new Refusal('not_by_script');
  }

  /** The cookie of a browser; undefined where it has none that counts. */
  of(request: IncomingMessage): string | undefined {
    const tls = this.kindFor(request);
    return tls === undefined ? undefined : readCookie(request.headers.cookie, tls);
  }

  /** A `Set-Cookie` header for a browser that has no cookie and may keep one; else undefined. */
  offer(request: IncomingMessage): string | undefined {
    const tls = this.kindFor(request);
    return tls === undefined || readCookie(request.headers.cookie, tls) ? undefined : newCookie(tls);
  }

  /** Whether the cookie of this caller is one for TLS; undefined where the caller can have none. From another site browsers keep and send none. */
  private kindFor(request: IncomingMessage): boolean | undefined {
    const site = request.headers['sec-fetch-site'];
    if (!this.options.enabled || (site !== 'same-origin' && site !== 'same-site')) return undefined;
    const tls = this.overTls(request);
    return tls || this.options.withoutTls ? tls : undefined;
  }
}
