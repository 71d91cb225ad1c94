import { randomUUID } from 'node:crypto';
import { type ServerResponse } from 'node:http';
import { type RoutedRequest } from './routed-request.js';

/** Something that is done with every request when it arrives, before anything looks at it. Never fails. */
export type ArrivalStep = (request: RoutedRequest, response: ServerResponse) => void;

/** 1 to 64 characters that are safe in a header, a log line and an event. */
const CORRELATION_ID = /^[A-Za-z0-9._:-]{1,64}$/;

/** Gives every request its context, and a correlation id: the caller's if it is a sound one, else a new one. */
export const correlationId: ArrivalStep = (request, response) => {
  const given = request.headers['x-correlation-id'];
  const id = typeof given === 'string' && CORRELATION_ID.test(given) ? given : randomUUID();
  request.context = { correlationId: id, startedAt: performance.now() };
  response.setHeader('X-Correlation-Id', id);
};
