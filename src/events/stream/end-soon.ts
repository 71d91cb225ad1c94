import { type SseConnection } from '../../streaming/sse-connection.js';
import { retryAfter } from '../../streaming/stream-registry.js';

/** How long such a stream may take to read its goodbye, ms. */
const GOODBYE_MS = 500;

/** Ends a stream that must be over within a second. */
export function endSoon(stream: SseConnection, reason: 'revoked' | 'superseded'): void {
  stream.end(reason, retryAfter());
  setTimeout(() => stream.destroy(), GOODBYE_MS).unref();
}
