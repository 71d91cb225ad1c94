import { randomUUID } from 'node:crypto';
import { addressFinder } from './client-address.js';
import { newContext } from './request-context.js';
import { type RequestStep } from './request-step.js';

/**
 * A UUID, a trace id, or a name as short as a ULID, in characters that are safe in a header, a log line and an event. A
 * token has 43 characters, and a credential that was made by `vx11 mint-credential` 48: neither fits.
 */
const CORRELATION_ID = /^(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32}|[a-z0-9._:-]{1,26})$/i;

/**
 * Gives every request its context: its address, and its correlation id. The correlation id is the caller's, unless it has another form
 * or is somebody's credential: it is logged.
 */
export function openContext(trustedProxies: readonly string[], isCredential: (text: string) => boolean): RequestStep {
  const addressOf = addressFinder(trustedProxies);
  return (request) => {
    const given = request.headers['x-correlation-id'];
    const sound = typeof given === 'string' && CORRELATION_ID.test(given) && !isCredential(given);
    const correlationId = sound ? given : randomUUID();
    request.context = newContext(addressOf(request), correlationId);
  };
}
