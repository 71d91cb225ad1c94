import { Interruption } from './interruption.js';
import { readProblem } from './problem.js';
import { refuse } from './refuse.js';
import { type Step } from './refused-error.js';

/** One call to the service. */
export interface Call {
  readonly method?: 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
  /** Replaces the global `fetch`. */
  readonly fetch?: typeof fetch | undefined;
}

/**
 * Calls the service and returns its response, whose status is 200 or 204. Never follows a redirect: it could lead a credential or a
 * token to another server, and a page cannot see where to.
 * @throws RefusedError, Interruption
 */
export async function call(
  step: Step,
  url: URL,
  { fetch = globalThis.fetch, signal, ...init }: Call,
): Promise<Response> {
  const response = await fetch(url, {
    ...init,
    redirect: 'manual',
    referrerPolicy: 'no-referrer',
    signal: signal ?? null,
  }).catch((cause: unknown) => {
    throw new Interruption('network', undefined, { cause });
  });
  if (response.status === 200 || response.status === 204) return response;
  throw refuse(step, response, await readProblem(response));
}
