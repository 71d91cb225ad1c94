import { type Problem, readProblem, retryAfterMs } from '#client';
import { call, type CallOptions, jsonOf } from '../call.js';
import { CliFailure } from '../cli-failure.js';
import { networkFailure } from '../network-failure.js';
import { reasonOf, refusalFailure } from '../refusal-failure.js';
import { type Service } from '../service-options.js';

export interface Question extends Omit<CallOptions, 'headers'> {
  /** What the service is asked to do, as a verb phrase. */
  readonly what: string;
  readonly route: string;
  /** The status of success. */
  readonly status: number;
  readonly signal: AbortSignal;
}

/**
 * Asks a route of administrators and returns the body of its answer.
 * @throws CliFailure with a sentence that says, for a change, whether it may have been done
 */
export async function ask({ baseUrl, credential }: Service, question: Question): Promise<Record<string, unknown>> {
  const { what, route, status, ...options } = question;
  const changes = options.method !== undefined;
  const headers = { 'X-VX11-Token': credential };
  const response = await call(baseUrl, route, { ...options, headers }).catch((error: unknown) => {
    const { exit, message, cause } = error as CliFailure;
    const sent = !networkFailure(cause).safe;
    const failure = options.signal.aborted
      ? ({ exit: 'interrupted', text: 'Interrupted before the service answered.' } as const)
      : { exit, text: message };
    throw new CliFailure(failure.exit, `${failure.text}${changes && sent ? MAYBE : ''}`, { cause });
  });
  if (response.status !== status) {
    const problem = await readProblem(response);
    throw passes(problem) ? later(what, changes, response, problem) : refused(what, baseUrl, problem);
  }
  const body = await jsonOf(response);
  if (body !== undefined) return body;
  if (options.signal.aborted) throw new CliFailure('interrupted', 'Interrupted before the answer was complete.');
  throw new CliFailure('unreachable', `The answer of ${baseUrl} to the call to ${what} is not complete.`);
}

const MAYBE = ' It may have been done all the same: run the command again.';

function passes({ status }: Problem): boolean {
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
  const sentence = `The service at ${baseUrl} does not know the route to ${what}: it is older than 3.0.0, or what stands before it hides the route.`;
  return new CliFailure('not_the_service', sentence);
}
