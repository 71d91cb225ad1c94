import { type Command, Option } from 'commander';
import { askHidden } from './ask-hidden.js';
import { baseUrl, DEFAULT_BASE_URL } from './base-url.js';
import { findCredential } from './credential.js';
import { readEnvFile } from './env-file.js';
import { type Terminal } from './terminal.js';

/** Variable that holds the address of the service. */
export const URL_VARIABLE = 'VX11_URL';

export interface ServiceOptions {
  readonly url?: string;
  readonly credentialFile?: string;
  readonly envFile?: string;
}

/** The service a command talks to, and as whom. */
export interface Service {
  readonly baseUrl: string;
  readonly credential: string;
}

/** Options of every command that calls the service. */
export function addServiceOptions(command: Command): Command {
  return command
    .addOption(new Option('--url <address>', `address of the service (default: VX11_URL, or ${DEFAULT_BASE_URL})`))
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

/** @throws CliFailure `usage`, `credential`, `input_output`. */
export async function resolveService(options: ServiceOptions, { env, stderr }: Terminal): Promise<Service> {
  const envFile = readEnvFile(options.envFile);
  const url = options.url ?? (env[URL_VARIABLE] || envFile[URL_VARIABLE] || DEFAULT_BASE_URL);
  // Whoever cannot see the question cannot answer it.
  const ask = stderr.isTerminal ? askHidden : () => Promise.resolve(undefined);
  const sources = { file: options.credentialFile, env, envFile, ask };
  return { baseUrl: baseUrl(url), credential: await findCredential(sources) };
}
