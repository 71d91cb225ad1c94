import { type ServerResponse } from 'node:http';
import { type RequestContext } from '../http/request-context.js';

/** What became of a request or of a token, in the words of the audit trail. */
export interface Outcome {
  readonly outcome: 'done' | 'refused' | 'failed';
  readonly reason?: string | undefined;
}

/** Reasons that are the service's fault, not the caller's. */
const FAILURES: ReadonlySet<string> = new Set(['store_unavailable', 'internal_error']);

/** Of what was not done. */
export function refusedFor(reason: string): Outcome {
  return { outcome: FAILURES.has(reason) ? 'failed' : 'refused', reason };
}

/** Of a request that is over. */
export function outcomeOf(context: RequestContext, { statusCode }: ServerResponse): Outcome {
  const { effect, softRefusal, problem, limit, refusal } = context;
  if (effect) return { outcome: 'done' };
  if (softRefusal) return refusedFor(softRefusal);
  if (!problem) return { outcome: 'failed', reason: 'client_gone' };
  return { outcome: statusCode >= 500 ? 'failed' : 'refused', reason: limit ?? refusal ?? problem };
}
