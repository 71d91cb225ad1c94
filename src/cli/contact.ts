import { SERVICE_PATH } from '../endpoints/paths.js';
import { SERVICE } from '../version.js';
import { getJson } from './call.js';
import { CliFailure } from './cli-failure.js';

/**
 * Checks that `baseUrl` is an operator backend, before a command sends a credential there.
 * @throws CliFailure `unreachable`, `untrusted_certificate`, `not_the_service`
 */
export async function contact(baseUrl: string): Promise<void> {
  const { response, body } = await getJson(baseUrl, SERVICE_PATH);
  if (body?.service === SERVICE) return;
  throw new CliFailure(
    'not_the_service',
    `The server at ${baseUrl} is not the operator backend: ${SERVICE_PATH} responded with ${response.status}${response.ok ? ' and an unknown body' : ''}.`,
  );
}
