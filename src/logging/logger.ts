import { pino, type DestinationStream, type Logger } from 'pino';
import { type LogOutput } from './log-output.js';
import { prettifier } from './pretty.js';

/** JSON lines; colours instead where the output is a terminal. */
export function createLogger(level: string, instance: string, output: LogOutput): Logger {
  const logger = pino({ level, base: { instance }, timestamp: pino.stdTimeFunctions.isoTime }, destination(output));
  output.tellLost((lost) => logger.warn({ lost }, 'log lines were lost: they could not be written'));
  return logger;
}

function destination(output: LogOutput): DestinationStream {
  if (!output.isTerminal) return output;
  const pretty = prettifier();
  return { write: (line) => output.write(pretty(line)) };
}
