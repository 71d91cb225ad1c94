import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { Command, Option } from 'commander';
import { CliFailure } from './cli-failure.js';
import { digestOf } from './hash-token.command.js';
import { type EntryOptions, principalEntry } from './principal-entry.js';
import { type Exit } from './exit-codes.js';
import { type Terminal } from './terminal.js';

const HELP = `
Prints the credential on standard output and its digest on standard error; with --principal, the entry for a principals file
replaces the digest. With --out the credential is written to a new file that only its owner can read, and the digest or the
entry is printed on standard output.

Examples:
  vx11 mint-credential --out operator.token
  export VX11_OPERATOR_TOKEN=$(vx11 mint-credential)
  vx11 mint-credential --out night.token --principal night-watch --read-modules switch,hermes >> principals.yaml`;

/** `mint-credential`: makes a principal credential. */
export function mintCredentialCommand(terminal: Terminal, _exit: Exit): Command {
  return new Command('mint-credential')
    .description('make a new credential')
    .addOption(new Option('--out <file>', 'write it to this file, which must not exist'))
    .addOption(new Option('--principal <name>', 'print an entry for a principals file, with this name'))
    .addOption(new Option('--rights <list>', 'its rights').default('read'))
    .addOption(new Option('--read-modules <list>', 'modules it may read (default: all)'))
    .addOption(new Option('--read-severities <list>', 'severities it may read (default: all)'))
    .addOption(new Option('--publish-modules <list>', 'modules it may publish (default: all)'))
    .addOption(new Option('--streams-max <count>', 'streams it may have open at once'))
    .addOption(new Option('--json', 'as JSON').default(false))
    .addHelpText('after', HELP)
    .action(async ({ out, json, ...options }: { out?: string; json: boolean } & EntryOptions) => {
      const credential = mintCredential();
      const digest = digestOf(credential);
      const { principal } = options;
      const entry = principal === undefined ? undefined : principalEntry(principal, digest, options);
      if (out !== undefined) writeNew(out, `${credential}\n`);
      const made = out === undefined ? { credential, digest } : { file: out, digest };
      if (json) return terminal.stdout.line(JSON.stringify(entry === undefined ? made : { ...made, entry }));
      if (out === undefined) await terminal.stdout.line(credential);
      await (out === undefined ? terminal.stderr : terminal.stdout).line(entry ?? digest);
    });
}

/** Returns 256 random bits, base64url, with a prefix by which secret scanners recognise a credential. */
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
