import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { RUN_ROOT } from '../../../cluster/run-directory.js';

/** What the clients noticed of one fault. Figures that a test does not measure are left out. */
export interface Row {
  readonly fault: string;
  readonly streams: number;
  /** Events that a stream should have shown and did not, summed over all streams. */
  readonly lost?: number;
  /** Events that a stream showed twice, or tokens that opened two. */
  readonly doubled?: number;
  /** Streams that were told of a gap. */
  readonly told?: number;
  /** From the fault until the last stream showed events again; 0 if none stopped. */
  readonly secondsUntilLive?: number;
  /** The longest time in which one stream showed neither event nor heartbeat. */
  readonly darkestSeconds?: number;
  readonly shortRequests?: number;
  /** How many of these got no answer, or another one than when nothing is broken. */
  readonly refused?: number;
}

export const REPORT_DIRECTORY = join(RUN_ROOT, 'chaos');
/** One row a line: the specs run in several processes. */
export const ROWS_FILE = join(REPORT_DIRECTORY, 'rows.jsonl');

/** Adds a row to the table that `npm run chaos` prints at its end. */
export function report(row: Row): void {
  mkdirSync(REPORT_DIRECTORY, { recursive: true, mode: 0o700 });
  appendFileSync(ROWS_FILE, `${JSON.stringify(row)}\n`);
}
