import { type Command, Option } from 'commander';
import { baseUrl, DEFAULT_BASE_URL } from './base-url.js';
import { addCredentialOptions, type CredentialOptions, resolveCredential } from './credential-options.js';
import { readEnvFile, type Variables } from './env-file.js';
import { type Terminal } from './terminal.js';

/** Variable that holds the address of the service. */
export const URL_VARIABLE = 'VX11_URL';

/** Values of the options that `addServiceOptions` adds. */
export interface ServiceOptions extends CredentialOptions {
  readonly url?: string;
}

/** The service that a command calls, and the credential that it sends. */
export interface Service {
  readonly baseUrl: string;
  readonly credential: string;
}

/** Options of every command that calls the service. */
export function addServiceOptions(command: Command): Command {
  return addCredentialOptions(
    command.addOption(
      new Option('--url <address>', `address of the service (default: VX11_URL, or ${DEFAULT_BASE_URL})`),
    ),
  );
}

/** Returns the service that the options name. @throws CliFailure `usage`, `credential`, `input_output` */
export async function resolveService(options: ServiceOptions, terminal: Terminal): Promise<Service> {
  const envFile = readEnvFile(options.envFile);
  const url = resolveUrl(options.url, envFile, terminal);
  return { baseUrl: url, credential: await resolveCredential(options.credentialFile, envFile, terminal) };
}

/** Returns the address of the service: `url` if it is given, else from a variable, else the default. @throws CliFailure `usage` */
export function resolveUrl(url: string | undefined, envFile: Variables, { env }: Pick<Terminal, 'env'>): string {
  return baseUrl(url ?? (env[URL_VARIABLE] || envFile[URL_VARIABLE] || DEFAULT_BASE_URL));
}
