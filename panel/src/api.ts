import { type Problem, readProblem, serviceUrl } from '#client';
import { isOf, type Shape } from './answer-shape.js';
import { NOT_OURS } from './connection/reasons.js';
import { BASE_URL } from './service.js';

/** A call that the service refused, or that never reached it: then `problem` has the status 0. */
export class ApiError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail ?? `status ${problem.status}`);
  }
}

/**
 * Calls the API of the service. `has` names what every answer has: without it, another server has answered.
 * @throws ApiError
 */
export async function callApi<T>(
  credential: string,
  path: string,
  has: Shape,
  query: Readonly<Record<string, string | undefined>> = {},
  method = 'GET',
): Promise<T> {
  const url = serviceUrl(BASE_URL, path, query);
  const response = await fetch(url, {
    method,
    headers: { 'X-VX11-Token': credential, Accept: 'application/json' },
    redirect: 'manual',
    referrerPolicy: 'no-referrer',
    signal: AbortSignal.timeout(20_000),
  }).catch(() => undefined);
  if (!response) throw new ApiError({ status: 0, detail: 'The service cannot be reached.' });
  if (!response.ok && response.type !== 'opaqueredirect') throw new ApiError(await readProblem(response));
  const body: unknown = await response.json().catch(() => undefined);
  if (!isOf(has, body)) throw new ApiError({ status: response.status, detail: NOT_OURS.title });
  return body as T;
}
