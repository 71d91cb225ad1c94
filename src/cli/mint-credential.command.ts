import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { Command, Option } from 'commander';
import { CliFailure } from './cli-failure.js';
import { digestOf } from './hash-token.command.js';
import { type Exit } from './exit-codes.js';
import { type Terminal } from './terminal.js';

const HELP = `
With --out the credential is written to a new file that only its owner can read, and the digest is printed. Without it the
credential itself is printed.

Examples:
  vx11 mint-credential --out operator.token
  export VX11_OPERATOR_TOKEN=$(vx11 mint-credential)`;

/** `mint-credential`: a new principal credential. */
export function mintCredentialCommand(terminal: Terminal, _exit: Exit): Command {
  return new Command('mint-credential')
    .description('make a new credential')
    .addOption(new Option('--out <file>', 'write it to this file, which must not exist'))
    .addOption(new Option('--json', 'as JSON').default(false))
    .addHelpText('after', HELP)
    .action(async ({ out, json }: { out?: string; json: boolean }) => {
      const credential = mintCredential();
      const digest = digestOf(credential);
      if (out !== undefined) writeNew(out, `${credential}\n`);
      const shown = out === undefined ? { credential, digest } : { file: out, digest };
      await terminal.stdout.line(json ? JSON.stringify(shown) : (shown.credential ?? digest));
    });
}

/** 256 random bits, base64url, with a prefix by which scanners find it where it does not belong. */
function mintCredential(): string {
  return `vx11_${randomBytes(32).toString('base64url')}`;
}

function writeNew(path: string, text: string): void {
  try {
    writeFileSync(path, text, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const reason = code === 'EEXIST' ? 'it exists already' : (code ?? message);
    throw new CliFailure('input_output', `The credential file ${path} cannot be written: ${reason}.`);
  }
}
