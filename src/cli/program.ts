import { Command } from 'commander';
import { checkConfigCommand } from './check-config.command.js';
import { demoCommand } from './demo/demo.command.js';
import { doctorCommand } from './doctor/doctor.command.js';
import { type Exit, EXIT_CODES } from './exit-codes.js';
import { hashTokenCommand } from './hash-token.command.js';
import { mintCredentialCommand } from './mint-credential.command.js';
import { planCommand } from './plan/plan.command.js';
import { publishCommand } from './publish/publish.command.js';
import { revokeCommand } from './sessions/revoke.command.js';
import { streamsCommand } from './sessions/streams.command.js';
import { smokeCommand } from './smoke/smoke.command.js';
import { tailCommand } from './tail/tail.command.js';
import { type Terminal } from './terminal.js';
import { VERSION } from '../version.js';

/**
 * Builds the command line of `vx11`.
 * @param exit sets the exit code of a command that ends without an error
 */
export function createProgram(terminal: Terminal, exit: Exit): Command {
  const program = new Command('vx11')
    .description('Publish to, follow and check the operator backend.')
    .version(VERSION, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .showSuggestionAfterError()
    .addHelpText('after', help());
  const commands = [
    publishCommand,
    tailCommand,
    demoCommand,
    streamsCommand,
    revokeCommand,
    smokeCommand,
    planCommand,
    checkConfigCommand,
    doctorCommand,
    hashTokenCommand,
    mintCredentialCommand,
  ];
  for (const create of commands) program.addCommand(create(terminal, exit));
  for (const command of [program, ...program.commands]) {
    command.exitOverride().configureOutput({
      writeOut: (text) => void terminal.stdout.write(text),
      writeErr: (text) => void terminal.stderr.write(text),
    });
  }
  return program;
}

function help(): string {
  const codes = Object.values(EXIT_CODES).map(({ code, when }) => `  ${String(code).padStart(3)}  ${when}`);
  return `
Examples:
  tail -F app.log | vx11 publish --module app
  vx11 tail --severity error,critical
  vx11 smoke http://10.0.0.1:8000 http://10.0.0.2:8000

Exit codes:
${codes.join('\n')}`;
}
