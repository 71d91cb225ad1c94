import { Interruption } from './interruption.js';
import { isJson, type Problem } from './problem.js';
import { RefusedError, type Step } from './refused-error.js';
import { retryAfterMs } from './retry-after.js';

/** Returns the error for an error response: an `Interruption` if another attempt may succeed, else a `RefusedError`. */
export function refuse(step: Step, response: Response, problem: Problem): RefusedError | Interruption {
  const { headers } = response;
  const askedMs = retryAfterMs(headers.get('retry-after'), Date.parse(headers.get('date') ?? '') || undefined);
  // A page with 401 or 403 is not from the service, but from a proxy that wants a login, or a firewall.
  switch (problem.status < 404 && !isJson(response) ? 0 : problem.status) {
    case 400:
      return new RefusedError(step, 'request', problem);
    case 401:
      return new RefusedError(step, 'credential', problem);
    case 403:
      return step === 'stream' && problem.code !== 'forbidden'
        ? new Interruption('token', askedMs, { problem })
        : new RefusedError(step, 'credential', problem);
    case 408:
    case 425:
    case 429:
      return new Interruption('status', askedMs, { problem });
    default:
      return problem.status >= 500
        ? new Interruption('status', askedMs, { problem })
        : new RefusedError(step, 'not_the_service', problem);
  }
}
