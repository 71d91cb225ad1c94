import { type IncomingMessage } from 'node:http';

/**
 * Whose page a request was sent for: none's (it is no browser that asks, or its user typed the address), one of the service's
 * own origin, one that `VX11_ALLOWED_ORIGINS` names, or any other.
 */
export type RequestOrigin = 'none' | 'same' | 'allowed' | 'foreign';

const HTTP = /^https?:\/\//;

/** Finds whose page sent a request. A page cannot set or change the headers that are read here. */
export function originFinder(allowedOrigins: readonly string[]): (request: IncomingMessage) => RequestOrigin {
  const allowed = new Set(allowedOrigins);
  return ({ headers }) => {
    const { origin } = headers;
    const site = headers['sec-fetch-site'];
    // Browsers leave Origin out where a page reads from its own origin, and where an element such as <img> asks.
    if (origin === undefined)
      return site === undefined || site === 'none' ? 'none' : site === 'same-origin' ? 'same' : 'foreign';
    if (site === 'same-origin') return 'same';
    if (allowed.has(origin)) return 'allowed';
    // Over plain HTTP, except on localhost, browsers send no Sec-Fetch-Site. Then the host that was asked for must do.
    return site === undefined && isHostOf(origin, headers) ? 'same' : 'foreign';
  };
}

function isHostOf(origin: string, { host, 'x-forwarded-host': forwarded }: IncomingMessage['headers']): boolean {
  const name = HTTP.test(origin) ? origin.replace(HTTP, '') : '';
  return name !== '' && (name === host || name === forwarded);
}
