import { type ExitName } from './exit-codes.js';

/** Ends the command with one sentence on standard error and this exit code. */
export class CliFailure extends Error {
  override readonly name = 'CliFailure';

  constructor(
    readonly exit: ExitName,
    message: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }
}
