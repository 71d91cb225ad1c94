import { Interruption } from './interruption.js';
import { readProblem } from './problem.js';
import { refuse } from './refuse.js';
import { RefusedError } from './refused-error.js';
import { serviceUrl } from './service-url.js';

/** A token that opens one stream. */
export interface IssuedToken {
  readonly sse_token: string;
  /** Seconds until it expires. */
  readonly expires_in_sec: number;
}

/** Who has a token issued, and where. */
export interface IssueRequest {
  readonly baseUrl: string;
  readonly credential: string;
  readonly signal?: AbortSignal;
  /** Replaces the global `fetch`. */
  readonly fetch?: typeof fetch;
}

/**
 * Has a token issued.
 * @throws RefusedError if the credential is wrong or lacks the right, or if another server responds
 * @throws Interruption if another attempt may succeed
 */
export async function issueToken(request: IssueRequest): Promise<IssuedToken> {
  const response = await post(request);
  if (response.status !== 200) throw refuse('token', response, await readProblem(response));
  const body: unknown = await response.json().catch(() => undefined);
  if (!isIssuedToken(body)) throw new RefusedError('token', 'not_the_service', { status: 200 });
  return body;
}

async function post({ baseUrl, credential, signal, fetch = globalThis.fetch }: IssueRequest): Promise<Response> {
  try {
    return await fetch(serviceUrl(baseUrl, '/operator/api/events/sse-token'), {
      method: 'POST',
      headers: { 'X-VX11-Token': credential, Accept: 'application/json' },
      redirect: 'manual',
      referrerPolicy: 'no-referrer',
      signal: signal ?? null,
    });
  } catch (cause) {
    throw new Interruption('network', undefined, { cause });
  }
}

function isIssuedToken(body: unknown): body is IssuedToken {
  const { sse_token: token, expires_in_sec: seconds } = (body ?? {}) as Partial<IssuedToken>;
  return typeof token === 'string' && token !== '' && typeof seconds === 'number';
}
