import { readFileSync } from 'node:fs';
import { CliFailure } from './cli-failure.js';
import { type Variables } from './env-file.js';

/** The variables that may hold the credential. The first that is set is used. */
export const CREDENTIAL_VARIABLES = ['VX11_CREDENTIAL', 'VX11_OPERATOR_TOKEN'] as const;

/** The start of a file made for `curl -H @file`, which holds the whole header line. */
const HEADER = /^(X-VX11-Token|Authorization): *(Bearer +)?/i;

export interface CredentialSources {
  /** `--credential-file`. */
  readonly file?: string | undefined;
  readonly env: Variables;
  readonly envFile: Variables;
  /** Asks the user; returns undefined if there is no terminal. */
  readonly ask: (question: string) => Promise<string | undefined>;
}

/**
 * Returns the principal credential: from the file, else the environment, else the env file, else the user. It is never an
 * argument of the command, because all users of a machine can read arguments.
 * @throws CliFailure `credential`, `input_output`
 */
export async function findCredential({ file, env, envFile, ask }: CredentialSources): Promise<string> {
  if (file !== undefined) return checked(readCredentialFile(file), file);
  for (const variables of [env, envFile]) {
    for (const name of CREDENTIAL_VARIABLES) {
      // A variable lists several credentials while they are rotated. All are valid; the first is used.
      const value = variables[name]?.split(',')[0]?.trim();
      if (value) return checked(value, name);
    }
  }
  const answer = await ask('Credential: ');
  if (answer) return checked(answer, 'the answer');
  throw new CliFailure(
    'credential',
    `A credential is needed: name a file with --credential-file, or set ${CREDENTIAL_VARIABLES.join(' or ')} in the environment or a .env file.`,
  );
}

function readCredentialFile(path: string): string {
  try {
    return readFileSync(path === '-' ? 0 : path, 'utf8')
      .trim()
      .replace(HEADER, '');
  } catch (error) {
    throw new CliFailure(
      'input_output',
      `The credential file ${path} cannot be read: ${(error as NodeJS.ErrnoException).code ?? 'unknown reason'}.`,
    );
  }
}

function checked(credential: string, source: string): string {
  if (/^[\x21-\x7e]+$/.test(credential)) return credential;
  throw new CliFailure('credential', `${source} does not hold a credential: one line of visible ASCII characters.`);
}
