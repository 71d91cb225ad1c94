import { HttpException } from '@nestjs/common';
import { EventLogBusyError, EventLogFullError, EventLogUnavailableError } from '../event-log/event-log.errors.js';
import { TokenStoreFullError, TokenStoreUnavailableError } from '../token-store/token-store.errors.js';
import { invalidRequest, Problem } from './problem.js';

/** When to try again after the store was away or full, seconds. */
const RETRY_AFTER_SECONDS = 2;

/** The answer to any error; undefined if it is nobody's business but ours. */
export function toProblem(error: unknown): Problem | undefined {
  if (error instanceof Problem) return error;
  if (error instanceof TokenStoreUnavailableError || error instanceof EventLogUnavailableError) {
    const hint = error.outcome === 'unknown' ? ' It may have been done all the same.' : '';
    const options = { outcome: error.outcome, retryAfterSeconds: RETRY_AFTER_SECONDS };
    return new Problem('store_unavailable', `The store did not answer.${hint}`, options);
  }
  if (error instanceof TokenStoreFullError || error instanceof EventLogFullError) {
    const options = { outcome: 'not_applied', retryAfterSeconds: RETRY_AFTER_SECONDS } as const;
    return new Problem('store_full', 'The store has no room; nothing was written.', options);
  }
  if (error instanceof EventLogBusyError) {
    const options = { retryAfterSeconds: RETRY_AFTER_SECONDS };
    return new Problem('overloaded', 'As many reads of the history wait already as may.', options);
  }
  if (error instanceof HttpException) return fromStatus(error.getStatus());
  return fromStatus(bodyParserStatus(error));
}

/** Errors of the body parser carry a `type` and a status; their messages may quote the body, so they are not used. */
function bodyParserStatus(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('type' in error) || !('status' in error)) return undefined;
  return typeof error.status === 'number' ? error.status : undefined;
}

function fromStatus(status: number | undefined): Problem | undefined {
  switch (status) {
    case 400:
      return invalidRequest([{ field: 'body', message: 'is not valid JSON' }]);
    case 404:
      return new Problem('not_found', 'Nothing is served here.');
    case 413:
      return new Problem('payload_too_large', 'The body exceeds 1 MiB.');
    case 415:
      return new Problem('unsupported_media_type', 'The body must be JSON in UTF-8.');
    default:
      return undefined;
  }
}
