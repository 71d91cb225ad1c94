import { EVENTS_PATH, STREAM_PATH, TOKEN_PATH } from '../endpoints/paths.js';
import { type PrincipalSettings } from '../config/principal-settings.js';

/** How curl is given a credential: from a file, or from a variable, which may hold several. */
export function curlHeader(headerFile: string | undefined, principal: PrincipalSettings): string {
  return headerFile ? `@${headerFile}` : `"X-VX11-Token: \${${principal.variable}%%,*}"`;
}

/** Shell lines that show the service working, to be pasted as they are. The last one needs the right to publish. */
export function firstSteps(baseUrl: string, header: string, { rights }: PrincipalSettings): string {
  const event = '{"event_type":"demo.hello","module":"shell","severity":"info","summary":"Hello from the shell"}';
  const publish = `curl -s -X POST -H ${header} -H 'Content-Type: application/json' -d '${event}' ${baseUrl}${EVENTS_PATH}`;
  return [
    '',
    'See it work: paste these lines into another terminal.',
    '',
    `TOKEN=$(curl -s -X POST -H ${header} ${baseUrl}${TOKEN_PATH} | cut -d'"' -f4)`,
    `curl -sN "${baseUrl}${STREAM_PATH}?token=$TOKEN" &`,
    ...(rights.includes('publish') ? [publish] : []),
    '',
    '',
  ].join('\n');
}
