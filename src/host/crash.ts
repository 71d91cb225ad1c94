import { type Logger } from 'pino';
import { type Shutdown } from './shutdown.js';

/** Seconds in which streams are told to come back before the process ends. */
const DRAIN_SECONDS = 5;

/**
 * Ends the process with 1 after an error that nobody caught, since its state cannot be trusted. The stack goes to the log and, for
 * when there is no log, to standard error; not what node would print, which is the error with all its properties.
 */
export function endOnCrash(shutdown: Shutdown, logger: Logger, redact: (text: string) => string): void {
  process.on('uncaughtException', (error: unknown) => {
    const stack = redact(stackOf(error));
    logger.fatal({ stack }, 'the service failed and ends');
    process.stderr.write(`The service failed and ends. ${stack}\n`);
    void shutdown.begin(1, DRAIN_SECONDS);
  });
}

/** The name, the message and the frames. */
export function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
