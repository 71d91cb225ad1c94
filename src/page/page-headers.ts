/** What the page may load and call: its own files and the service that it came from. No inline script, no third party. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self'",
  "font-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

/** For everything that belongs to the page; they replace those of helmet. */
export const PAGE_HEADERS = {
  'Content-Security-Policy': CONTENT_SECURITY_POLICY,
  'X-Frame-Options': 'DENY',
  // Whether there are CORS headers depends on the origin.
  Vary: 'Accept-Encoding, Origin',
} as const;

/** The names of the files change with what is in them. Those of the page and of the client do not. */
export const CACHE = { page: 'no-cache', file: 'public, max-age=31536000, immutable' } as const;
