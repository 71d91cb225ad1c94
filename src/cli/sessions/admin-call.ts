import { type Problem, readProblem, retryAfterMs } from '#client';
import { call, type CallOptions, jsonOf } from '../call.js';
import { CliFailure } from '../cli-failure.js';
import { networkFailure } from '../network-failure.js';
import { reasonOf, refusalFailure } from '../refusal-failure.js';
import { type Service } from '../service-options.js';

/** A call of a route that needs the right `admin`. */
export interface AdminCall extends Omit<CallOptions, 'headers'> {
  /** What the call does, as a verb phrase for messages. */
  readonly what: string;
  readonly route: string;
  /** The status of a success. */
  readonly status: number;
  readonly signal: AbortSignal;
}

/**
 * Calls a route that needs the right `admin` and returns the body of its response.
 * @throws CliFailure, whose message tells, for a call that changes something, whether it may have done so
 */
export async function adminCall(
  { baseUrl, credential }: Service,
  { what, route, status, ...options }: AdminCall,
): Promise<Record<string, unknown>> {
  const changes = options.method !== undefined;
  const headers = { 'X-VX11-Token': credential };
  const response = await call(baseUrl, route, { ...options, headers }).catch((error: unknown) => {
    const { exit, message, cause } = error as CliFailure;
    const sent = !networkFailure(cause).safe;
    const failure = options.signal.aborted
      ? ({ exit: 'interrupted', text: 'Interrupted before the service responded.' } as const)
      : { exit, text: message };
    throw new CliFailure(failure.exit, `${failure.text}${changes && sent ? MAYBE : ''}`, { cause });
  });
  if (response.status !== status) {
    const problem = await readProblem(response);
    throw isTemporary(problem) ? later(what, changes, response, problem) : refused(what, baseUrl, problem);
  }
  const body = await jsonOf(response);
  if (body !== undefined) return body;
  if (options.signal.aborted) throw new CliFailure('interrupted', 'Interrupted before the response was complete.');
  throw new CliFailure('unreachable', `The response of ${baseUrl} to the call to ${what} is not complete.`);
}

const MAYBE = ' It may have been done nevertheless: run the command again.';

function isTemporary({ status }: Problem): boolean {
  return status >= 500 || [408, 425, 429].includes(status);
}

function later(what: string, changes: boolean, response: Response, problem: Problem): CliFailure {
  const askedMs = retryAfterMs(response.headers.get('retry-after'));
  const done = problem.outcome === 'not_applied' || problem.status < 500 ? ' Nothing was done.' : MAYBE;
  const when = askedMs === undefined ? '' : ` The service asks to wait ${Math.ceil(askedMs / 1_000)} s.`;
  return new CliFailure(
    'unavailable',
    `The service cannot ${what} now. ${reasonOf(problem)}${changes ? done : ''}${when}`,
  );
}

function refused(what: string, baseUrl: string, problem: Problem): CliFailure {
  if (problem.status !== 404) return refusalFailure(what, baseUrl, problem);
  const sentence = `The service at ${baseUrl} does not know the route to ${what}: it is older than 3.0.0, or a proxy before it hides the route.`;
  return new CliFailure('not_the_service', sentence);
}
