import { serviceUrl } from '#client';
import { unreachable } from './network-failure.js';

/** The longest wait for a response and its body, ms. */
export const RESPONSE_MS = 10_000;

export interface CallOptions {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  /** Ends the call early. */
  readonly signal?: AbortSignal;
}

/** Calls a route of the service once and returns the response. @throws CliFailure if there was none */
export async function call(
  baseUrl: string,
  route: string,
  { query = {}, signal: ended, ...init }: CallOptions = {},
): Promise<Response> {
  const url = serviceUrl(baseUrl, route);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  const signal = AbortSignal.any([AbortSignal.timeout(RESPONSE_MS), ...(ended === undefined ? [] : [ended])]);
  return fetch(url, { redirect: 'manual', signal, ...init }).catch((error: unknown) => {
    throw unreachable(error, baseUrl);
  });
}

/** Returns the body of a response; undefined if it is not a JSON object. */
export async function jsonOf(response: Response): Promise<Record<string, unknown> | undefined> {
  const body: unknown = await response.json().catch(() => undefined);
  return typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : undefined;
}

/** Calls a route of the service once and returns the response with its body. @throws CliFailure if there was none */
export async function getJson(
  baseUrl: string,
  route: string,
  options: CallOptions = {},
): Promise<{ response: Response; body: Record<string, unknown> | undefined }> {
  const response = await call(baseUrl, route, options);
  return { response, body: await jsonOf(response) };
}
