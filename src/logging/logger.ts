import { pino, type Logger } from 'pino';
import { pretty } from './pretty.js';

/** JSON lines on standard output; colours instead where that is a terminal. */
export function createLogger(level: string, instance: string): Logger {
  const options = { level, base: { instance }, timestamp: pino.stdTimeFunctions.isoTime };
  return process.stdout.isTTY ? pino(options, pretty()) : pino(options);
}
