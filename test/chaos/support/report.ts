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

/** What pages in a real browser showed of one fault. */
export interface PageRow {
  readonly fault: string;
  readonly browser: string;
  /** How the pages followed the events: EventSource or followEvents. */
  readonly way: string;
  readonly pages: number;
  /** Events shown, and those that should have been shown and were not, or were shown twice: sums over the pages. */
  readonly events: number;
  readonly lost: number;
  readonly doubled: number;
  /** How often a page was told of a gap. */
  readonly gaps: number;
  /** From the fault until no event came late any more, of the page that waited longest; 0 if none was late. */
  readonly secondsUntilLive: number;
}

export const REPORT_DIRECTORY = join(RUN_ROOT, 'chaos');
/** One row a line: the specs run in several processes. */
export const ROWS_FILE = join(REPORT_DIRECTORY, 'rows.jsonl');

export const PAGE_ROWS_FILE = join(REPORT_DIRECTORY, 'page-rows.jsonl');

/** Adds a row to the table that `npm run chaos` prints at its end. */
export function report(row: Row): void {
  add(ROWS_FILE, row);
}

/** Adds a row to the table of pages. */
export function reportPages(row: PageRow): void {
  add(PAGE_ROWS_FILE, row);
}

function add(file: string, row: Row | PageRow): void {
  mkdirSync(REPORT_DIRECTORY, { recursive: true, mode: 0o700 });
  appendFileSync(file, `${JSON.stringify(row)}\n`);
}
