import { randomUUID } from 'node:crypto';
import { type NextFunction, type Request, type Response } from 'express';

/** 1 to 64 characters that are safe in a header, a log line and an event. */
export const CORRELATION_ID = /^[A-Za-z0-9._:-]{1,64}$/;

/** Gives every request its context, and a correlation id: the caller's if it is a sound one, else a new one. */
export function correlationId(request: Request, response: Response, next: NextFunction): void {
  const given = request.headers['x-correlation-id'];
  const id = typeof given === 'string' && CORRELATION_ID.test(given) ? given : randomUUID();
  request.context = { correlationId: id, startedAt: performance.now() };
  response.setHeader('X-Correlation-Id', id);
  next();
}
