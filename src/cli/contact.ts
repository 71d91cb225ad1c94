import { SERVICE_PATH } from '../endpoints/paths.js';
import { SERVICE } from '../version.js';
import { getJson } from './call.js';
import { CliFailure } from './cli-failure.js';

/**
 * Makes sure that the operator backend answers at `baseUrl`, before anything is sent there.
 * @throws CliFailure `unreachable`, `untrusted_certificate`, `not_the_service`.
 */
export async function contact(baseUrl: string): Promise<void> {
  const { response, body } = await getJson(baseUrl, SERVICE_PATH);
  if (body?.service === SERVICE) return;
  throw new CliFailure(
    'not_the_service',
    `The server at ${baseUrl} is not the operator backend: ${SERVICE_PATH} answered ${response.status}${response.ok ? ' with something else' : ''}.`,
  );
}
