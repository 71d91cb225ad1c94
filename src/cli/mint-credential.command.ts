import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { Command, Option } from 'commander';
import { CliFailure } from './cli-failure.js';
import { digestOf } from './hash-token.command.js';
import { type EntryOptions, principalEntry } from './principal-entry.js';
import { type Exit } from './exit-codes.js';
import { type Terminal } from './terminal.js';

const HELP = `
Prints the credential, and on standard error its other half: the digest, or with --principal the entry for a principals file.
With --out the credential is written to a new file that only its owner can read, and the other half is printed.

Examples:
  vx11 mint-credential --out operator.token
  export VX11_OPERATOR_TOKEN=$(vx11 mint-credential)
  vx11 mint-credential --out night.token --principal night-watch --read-modules switch,hermes >> principals.yaml`;

/** `mint-credential`: a new principal credential. */
export function mintCredentialCommand(terminal: Terminal, _exit: Exit): Command {
  return new Command('mint-credential')
    .description('make a new credential')
    .addOption(new Option('--out <file>', 'write it to this file, which must not exist'))
    .addOption(new Option('--principal <name>', 'make an entry for a principals file, of this name'))
    .addOption(new Option('--rights <list>', 'its rights').default('read'))
    .addOption(new Option('--read-modules <list>', 'modules it may read; all without'))
    .addOption(new Option('--read-severities <list>', 'severities it may read; all without'))
    .addOption(new Option('--publish-modules <list>', 'modules it may publish; all without'))
    .addOption(new Option('--streams-max <count>', 'streams it may have at once'))
    .addOption(new Option('--json', 'as JSON').default(false))
    .addHelpText('after', HELP)
    .action(async ({ out, json, ...options }: { out?: string; json: boolean } & EntryOptions) => {
      const credential = mintCredential();
      const digest = digestOf(credential);
      const { principal } = options;
      const entry = principal === undefined ? undefined : principalEntry(principal, digest, options);
      if (out !== undefined) writeNew(out, `${credential}\n`);
      const half = out === undefined ? { credential, digest } : { file: out, digest };
      if (json) return terminal.stdout.line(JSON.stringify(entry === undefined ? half : { ...half, entry }));
      if (out === undefined) await terminal.stdout.line(credential);
      await (out === undefined ? terminal.stderr : terminal.stdout).line(entry ?? digest);
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
