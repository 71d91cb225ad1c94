import { type ExitName } from './exit-codes.js';

/** An error that ends the command: `run` prints its message on standard error and returns its exit code. */
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
