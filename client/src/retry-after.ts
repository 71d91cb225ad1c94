/**
 * Returns the wait that a `Retry-After` header asks for, ms. Its value is seconds or an HTTP date (RFC 9110, 10.2.3).
 * @param now the time by the clock of the server, ms since 1970, as its `Date` says: the clock of the caller may be wrong
 */
export function retryAfterMs(header: string | null, now = Date.now()): number | undefined {
  if (header === null) return undefined;
  if (/^[0-9]+$/.test(header)) return Number(header) * 1_000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
