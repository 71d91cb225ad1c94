import { hash } from 'node:crypto';
import { Command, Option } from 'commander';
import { addCredentialOptions, type CredentialOptions, resolveCredential } from './credential-options.js';
import { readEnvFile } from './env-file.js';
import { type Exit } from './exit-codes.js';
import { type Terminal } from './terminal.js';

const HELP = `
The digest identifies a credential, but nobody can log in with it: a configuration may contain it.

Examples:
  vx11 hash-token --credential-file operator.token
  vx11 mint-credential | vx11 hash-token --credential-file -`;

/** `hash-token`: prints the SHA-256 digest of a credential. */
export function hashTokenCommand(terminal: Terminal, _exit: Exit): Command {
  return addCredentialOptions(new Command('hash-token').description('print the digest of a credential'))
    .addOption(new Option('--json', 'as JSON').default(false))
    .addHelpText('after', HELP)
    .action(async ({ credentialFile, envFile, json }: CredentialOptions & { json: boolean }) => {
      const digest = digestOf(await resolveCredential(credentialFile, readEnvFile(envFile), terminal));
      await terminal.stdout.line(json ? JSON.stringify({ digest }) : digest);
    });
}

/** Returns the digest of a credential: `sha256:` and 64 hex digits. */
export function digestOf(credential: string): string {
  return `sha256:${hash('sha256', credential, 'hex')}`;
}
