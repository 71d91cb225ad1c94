import { serviceUrl } from '#client';
import { unreachable } from '../network-failure.js';
import { ANSWER_MS } from './check.js';

/** One call and its answer; the body is undefined when it is no JSON. @throws CliFailure when there was no answer. */
export async function getJson(
  baseUrl: string,
  route: string,
  init: RequestInit = {},
): Promise<{ response: Response; body: Record<string, unknown> | undefined }> {
  const signal = AbortSignal.timeout(ANSWER_MS);
  const response = await fetch(serviceUrl(baseUrl, route), { redirect: 'manual', signal, ...init }).catch(
    (error: unknown) => {
      throw unreachable(error, baseUrl);
    },
  );
  const body: unknown = await response.json().catch(() => undefined);
  return { response, body: typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : undefined };
}
