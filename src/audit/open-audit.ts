import { type Logger } from 'pino';
import { ConfigurationError } from '../config/configuration-error.js';
import { LogOutput } from '../logging/log-output.js';
import { AuditFile } from './audit-file.js';
import { AuditTrail } from './audit-trail.js';

/** An audit trail that is open, and what its owner does with it. */
export interface OpenAudit {
  readonly trail: AuditTrail;
  /** Opens its file anew, and says in the log whether that worked. Absent where there is no file. */
  readonly reopen?: () => void;
  /** Sets who counts lines that could not be written. */
  countDropped(count: (lines: number) => void): void;
}

interface AuditOptions {
  /** `off`, `stdout` or the path of a file. */
  readonly destination: string;
  readonly instance: string;
  /** Standard output, which counts and tells lost lines as those of the log. */
  readonly output: Pick<LogOutput, 'write'>;
  readonly logger: Logger;
}

/**
 * Opens the audit trail; undefined if it is off.
 * @throws ConfigurationError if the file cannot be opened
 */
export function openAudit({ destination, instance, output, logger }: AuditOptions): OpenAudit | undefined {
  if (destination === 'off') return undefined;
  if (destination === 'stdout') {
    const trail = new AuditTrail((line) => output.write(line), instance);
    return { trail, countDropped: () => undefined };
  }
  const file = openFile(destination);
  const lines = new LogOutput(file);
  const trail = new AuditTrail((line) => lines.write(line), instance);
  lines.tellLost((lost) => {
    trail.record({ action: 'audit.lost', outcome: 'failed', counts: { lines: lost } });
    logger.warn({ lost }, 'audit lines were lost: they could not be written');
  });
  return {
    trail,
    reopen: () => {
      if (file.reopen()) logger.info('the audit file was opened anew');
      else logger.warn('the audit file cannot be opened anew; lines go on into the one that is open');
    },
    countDropped: (count) => lines.countDropped(count),
  };
}

function openFile(path: string): AuditFile {
  try {
    return new AuditFile(path);
  } catch (error) {
    const wants = `off, stdout, or a file that can be written: ${(error as Error).message}`;
    throw new ConfigurationError([{ variable: 'VX11_AUDIT', got: path, wants }]);
  }
}
