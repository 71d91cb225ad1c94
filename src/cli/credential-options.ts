import { type Command, Option } from 'commander';
import { askHidden } from './ask-hidden.js';
import { findCredential } from './credential.js';
import { type Variables } from './env-file.js';
import { type Terminal } from './terminal.js';

/** Values of the options that `addCredentialOptions` adds. */
export interface CredentialOptions {
  readonly credentialFile?: string;
  readonly envFile?: string;
}

/** Options of every command that needs a credential. */
export function addCredentialOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--credential-file <file>',
        'file that holds the credential (default: VX11_CREDENTIAL, VX11_OPERATOR_TOKEN, or a question)',
      ),
    )
    .addOption(
      new Option(
        '--env-file <file>',
        'file with variables that are not in the environment (default: .env, if there is one)',
      ),
    );
}

/**
 * Returns the credential: from `file` if it is given, else from a variable of the environment or of `envFile`, else from the
 * user, who is asked for it.
 * @throws CliFailure `credential`, `input_output`
 */
export function resolveCredential(
  file: string | undefined,
  envFile: Variables,
  { env, stderr }: Terminal,
): Promise<string> {
  // The question is written to the terminal, which the user sees only if standard error is there too.
  const ask = stderr.isTerminal ? askHidden : () => Promise.resolve(undefined);
  return findCredential({ file, env, envFile, ask });
}
