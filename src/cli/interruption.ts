import { EXIT_CODES } from './exit-codes.js';

/**
 * Returns a signal that aborts at the first SIGINT or SIGTERM, so that a command can finish what it has begun. The second ends
 * the process at once.
 */
export function interruption(process: NodeJS.Process): AbortSignal {
  const controller = new AbortController();
  const interrupt = () => (controller.signal.aborted ? process.exit(EXIT_CODES.interrupted.code) : controller.abort());
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  return controller.signal;
}
