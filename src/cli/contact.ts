import { serviceUrl } from '#client';
import { SERVICE_PATH } from '../endpoints/paths.js';
import { SERVICE } from '../version.js';
import { CliFailure } from './cli-failure.js';
import { unreachable } from './network-failure.js';

const PATIENCE_MS = 10_000;

/**
 * Makes sure that the operator backend answers at `baseUrl`, before anything is sent there.
 * @throws CliFailure `unreachable`, `untrusted_certificate`, `not_the_service`.
 */
export async function contact(baseUrl: string): Promise<void> {
  const url = serviceUrl(baseUrl, SERVICE_PATH);
  const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(PATIENCE_MS) }).catch(
    (error: unknown) => {
      throw unreachable(error, baseUrl);
    },
  );
  const body: unknown = await response.json().catch(() => undefined);
  if ((body as { service?: unknown } | null | undefined)?.service === SERVICE) return;
  throw new CliFailure(
    'not_the_service',
    `The server at ${baseUrl} is not the operator backend: ${url.pathname} answered ${response.status}${response.ok ? ' with something else' : ''}.`,
  );
}
