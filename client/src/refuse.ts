import { Interruption, type InterruptionReason } from './interruption.js';
import { isJson, type Problem } from './problem.js';
import { RefusedError, type Step } from './refused-error.js';
import { retryAfterMs } from './retry-after.js';

/** Below 500. Servers respond so to what may succeed later. */
const TEMPORARY = [408, 425, 429];

/** Returns the error for an error response: an `Interruption` if another attempt may succeed, else a `RefusedError`. */
export function refuse(step: Step, response: Response, problem: Problem): RefusedError | Interruption {
  const { headers } = response;
  const { status, code } = problem;
  const askedMs = retryAfterMs(headers.get('retry-after'), Date.parse(headers.get('date') ?? '') || undefined);
  const later = (reason: InterruptionReason) => new Interruption(reason, askedMs, { problem });
  const never = (kind: RefusedError['kind']) => new RefusedError(step, kind, problem);

  if (status >= 500 || TEMPORARY.includes(status)) return later('status');
  // A page with 401 or 403 is not from the service, but from a proxy that wants a login, or a firewall.
  if (isJson(response)) {
    if (status === 400) return never('request');
    if (status === 403 && step === 'stream' && code !== 'forbidden') return later('token');
    if (status === 401 || status === 403) return never('credential');
  }
  return never('not_the_service');
}
