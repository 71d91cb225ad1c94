import { call } from './call.js';
import { jsonBody } from './json-body.js';
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
export async function issueToken({ baseUrl, credential, signal, fetch }: IssueRequest): Promise<IssuedToken> {
  const headers = { 'X-VX11-Token': credential, Accept: 'application/json' };
  const url = serviceUrl(baseUrl, '/operator/api/events/sse-token');
  const response = await call('token', url, { method: 'POST', headers, signal, fetch });
  const body = await jsonBody(response);
  if (!isIssuedToken(body)) throw new RefusedError('token', 'not_the_service', { status: response.status });
  return body;
}

function isIssuedToken(body: unknown): body is IssuedToken {
  const { sse_token: token, expires_in_sec: seconds } = (body ?? {}) as Partial<IssuedToken>;
  return typeof token === 'string' && token !== '' && typeof seconds === 'number';
}
