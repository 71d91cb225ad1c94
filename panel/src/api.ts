import { type Problem, readProblem, serviceUrl } from '#client';
import { BASE_URL } from './service.js';

/** A call that the service refused, or that never reached it: then `problem` has the status 0. */
export class ApiError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail ?? `status ${problem.status}`);
  }
}

/**
 * Calls the API of the service.
 * @throws ApiError
 */
export async function callApi<T>(
  credential: string,
  path: string,
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
  if (!response.ok) throw new ApiError(await readProblem(response));
  try {
    return (await response.json()) as T;
  } catch {
    throw new ApiError({ status: response.status, detail: 'Another server responded.' });
  }
}
