import { EVENTS_PATH, PAGE_PATH, STREAM_PATH, TOKEN_PATH } from '../endpoints/paths.js';
import { type PrincipalSettings } from '../config/principal-settings.js';
import { type DevelopmentCredential } from './development-credential.js';
import { API_DESCRIPTION } from './endpoints.js';

/** Where the command line looks for the service by itself. */
const DEFAULT_URL = 'http://127.0.0.1:8000';

export interface FirstSteps {
  readonly baseUrl: string;
  /** The principal that the lines use. */
  readonly principal: PrincipalSettings;
  /** Its credential, if it was made for this run. */
  readonly made: DevelopmentCredential | undefined;
  /** Whether it is a terminal that shows the lines. What is written elsewhere may be kept, so it has no credential. */
  readonly onScreen: boolean;
}

/**
 * Addresses to open, and shell lines to paste that show the service working. A configured credential is in none of them: the lines read
 * it from where it is configured, and no command line holds it, which every user of the machine could see.
 */
export function firstSteps(steps: FirstSteps): string {
  const { baseUrl, principal } = steps;
  const publishes = principal.rights.includes('publish');
  const event = '{"event_type":"demo.hello","module":"shell","severity":"info","summary":"Hello from the shell"}';
  const issue = withCredential(steps, (file) => `curl -s -X POST -H @${file} ${baseUrl}${TOKEN_PATH}`);
  const publish = withCredential(
    steps,
    (file) =>
      `curl -s -w '\\n' -X POST -H @${file} -H 'Content-Type: application/json' -d '${event}' ${baseUrl}${EVENTS_PATH}`,
  );
  const url = baseUrl === DEFAULT_URL ? '' : ` --url ${baseUrl}`;
  const vx11 = (command: string) =>
    withCredential(steps, (file) => `npx vx11 ${command}${url} --credential-file ${file}`);
  return [
    '',
    `The page: ${page(steps)}`,
    `The API:  ${baseUrl}${API_DESCRIPTION.page.path}`,
    '',
    'See it work: paste these lines into another terminal.',
    '',
    `TOKEN=$(${issue} | cut -d'"' -f4)`,
    `curl -sN "${baseUrl}${STREAM_PATH}?token=$TOKEN" &`,
    ...(publishes ? [publish] : []),
    '',
    `Or use the command line, in this directory: it follows the events${publishes ? ', or publishes those of a made-up platform' : ''}.`,
    '',
    vx11('tail'),
    ...(publishes ? [vx11('demo')] : []),
    '',
    '',
  ].join('\n');
}

/** The address of the page. It logs in by itself with the fragment, which a browser sends to nobody. */
function page({ baseUrl, principal, made, onScreen }: FirstSteps): string {
  const address = `${baseUrl}${PAGE_PATH}`;
  if (made && onScreen) return `${address}#token=${made.credential}`;
  const where = made ? `cut -d' ' -f2 ${made.headerFile}` : (principal.file?.path ?? principal.variable);
  return made ? `${address} (this prints its credential: ${where})` : `${address} (with a credential of ${where})`;
}

/** A command that reads the header with the credential from a file. */
function withCredential({ made, principal }: FirstSteps, command: (file: string) => string): string {
  if (made) return command(made.headerFile);
  // There may be several, separated by commas.
  const header = principal.file
    ? `sed -n '1s/\\([^,]*\\).*/X-VX11-Token: \\1/p' '${principal.file.path}'`
    : `printf 'X-VX11-Token: %s\\n' "\${${principal.variable}%%,*}"`;
  return `${header} | ${command('-')}`;
}
