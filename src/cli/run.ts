import { CommanderError } from 'commander';
import { CliFailure } from './cli-failure.js';
import { EXIT_CODES, type ExitName } from './exit-codes.js';
import { createProgram } from './program.js';
import { type Terminal } from './terminal.js';

/** Runs one command and returns the exit code. `args` does not contain the name of the program. Never throws. */
export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  return EXIT_CODES[await outcome(args, terminal)].code;
}

async function outcome(args: readonly string[], terminal: Terminal): Promise<ExitName> {
  let exit: ExitName = 'ok';
  try {
    await createProgram(terminal, (name) => (exit = name)).parseAsync(args, { from: 'user' });
    await terminal.stdout.flush();
    return exit;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 'ok' : 'usage';
    const failure = error instanceof CliFailure ? error : unexpected(error);
    await terminal.stderr.line(`vx11: ${failure.message}`).catch(() => undefined);
    return failure.exit;
  }
}

function unexpected(error: unknown): CliFailure {
  return new CliFailure(
    'failed',
    `Unexpected failure. ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
  );
}
