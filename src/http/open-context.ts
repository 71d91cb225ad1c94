import { randomUUID } from 'node:crypto';
import { addressFinder } from './client-address.js';
import { type RequestStep } from './request-step.js';

/** 1 to 64 characters that are safe in a header, a log line and an event. */
const CORRELATION_ID = /^[A-Za-z0-9._:-]{1,64}$/;

/** Gives every request its context: its address, and its correlation id, the caller's if it is a sound one, else a new one. */
export function openContext(trustedProxies: readonly string[]): RequestStep {
  const addressOf = addressFinder(trustedProxies);
  return (request) => {
    const given = request.headers['x-correlation-id'];
    const id = typeof given === 'string' && CORRELATION_ID.test(given) ? given : randomUUID();
    request.context = { correlationId: id, address: addressOf(request), startedAt: performance.now() };
  };
}
