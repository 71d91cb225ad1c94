import { STATUS_CODES } from 'node:http';
import { HttpException } from '@nestjs/common';
import { EventLogBusyError, EventLogFormatError } from '../event-log/event-log.errors.js';
import { StoreFullError, StoreUnavailableError } from '../store/store-errors.js';
import { TokenShareSpentError } from '../token-store/token-store.errors.js';
import { invalidRequest, Problem } from '../problems/problem.js';

/** When to try again after the store was away or full, seconds. */
const RETRY_AFTER_SECONDS = 2;

/** The problem that a caller is told for `error`; undefined for an internal error. */
export function toProblem(error: unknown): Problem | undefined {
  if (error instanceof Problem) return error;
  if (error instanceof StoreUnavailableError) {
    const hint = error.outcome === 'unknown' ? ' It may have been done all the same.' : '';
    const options = { outcome: error.outcome, retryAfterSeconds: RETRY_AFTER_SECONDS };
    return new Problem('store_unavailable', `The store did not answer.${hint}`, options);
  }
  if (error instanceof StoreFullError) {
    const options = { outcome: 'not_applied', retryAfterSeconds: RETRY_AFTER_SECONDS } as const;
    return new Problem('store_full', 'The store has no room; nothing was written.', options);
  }
  if (error instanceof EventLogFormatError) {
    const options = { outcome: 'not_applied', retryAfterSeconds: RETRY_AFTER_SECONDS } as const;
    return new Problem('log_format', `The event log has format ${error.format}; nothing was written.`, options);
  }
  if (error instanceof TokenShareSpentError) {
    const { retryAfterSeconds } = error;
    return new Problem('rate_limited', 'The unused tokens of this principal take as much as they may.', {
      retryAfterSeconds,
      limit: { policy: 'token-bytes' },
    });
  }
  if (error instanceof EventLogBusyError) {
    const options = { retryAfterSeconds: RETRY_AFTER_SECONDS };
    return new Problem('overloaded', 'As many reads of the history wait already as may.', options);
  }
  const status = statusOf(error);
  return status !== undefined && status >= 400 && status < 500 ? fromStatus(status) : undefined;
}

/** Errors of Express and its middleware carry a status. Their messages may quote the request, so they are not used. */
function statusOf(error: unknown): number | undefined {
  if (error instanceof HttpException) return error.getStatus();
  if (!(error instanceof Error) || !('status' in error)) return undefined;
  return typeof error.status === 'number' ? error.status : undefined;
}

function fromStatus(status: number): Problem {
  switch (status) {
    case 400:
      return invalidRequest([{ field: 'request', message: 'cannot be read as a request for anything that is served' }]);
    case 404:
      return new Problem('not_found', 'Nothing is served here.');
    case 405:
      return new Problem('method_not_allowed', 'The method is not served here.');
    case 413:
      return new Problem('payload_too_large', 'The body is too large.');
    case 415:
      return new Problem('unsupported_media_type', 'The body must be JSON in UTF-8.');
    default:
      return refused(status);
  }
}

function refused(status: number): Problem {
  const detail = `The request cannot be served as it was sent: ${STATUS_CODES[status] ?? status}.`;
  return new Problem('request_refused', detail, { status, ...(status === 429 && { retryAfterSeconds: 1 }) });
}
