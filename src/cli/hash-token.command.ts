import { hash } from 'node:crypto';
import { Command, Option } from 'commander';
import { askHidden } from './ask-hidden.js';
import { findCredential } from './credential.js';
import { readEnvFile } from './env-file.js';
import { type Exit } from './program.js';
import { type Terminal } from './terminal.js';

const HELP = `
The digest identifies a credential without being one: it may stand in a configuration.

Examples:
  vx11 hash-token --credential-file operator.token
  vx11 mint-credential | vx11 hash-token --credential-file -`;

/** `hash-token`: the SHA-256 digest of a credential. */
export function hashTokenCommand(terminal: Terminal, _exit: Exit): Command {
  return new Command('hash-token')
    .description('print the digest of a credential')
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
    )
    .addOption(new Option('--json', 'as JSON').default(false))
    .addHelpText('after', HELP)
    .action(async ({ credentialFile, envFile, json }: { credentialFile?: string; envFile?: string; json: boolean }) => {
      const ask = terminal.stderr.isTerminal ? askHidden : () => Promise.resolve(undefined);
      const credential = await findCredential({
        file: credentialFile,
        env: terminal.env,
        envFile: readEnvFile(envFile),
        ask,
      });
      const digest = digestOf(credential);
      await terminal.stdout.line(json ? JSON.stringify({ digest }) : digest);
    });
}

/** `sha256:` and 64 hex digits. */
export function digestOf(credential: string): string {
  return `sha256:${hash('sha256', credential, 'hex')}`;
}
