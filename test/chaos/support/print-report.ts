// Prints the rows that the chaos tests have reported as tables, and writes them to report.json and page-report.json.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PAGE_ROWS_FILE, type PageRow, REPORT_DIRECTORY, type Row, ROWS_FILE } from './report.js';

const COLUMNS: Record<string, (row: Row) => string> = {
  broken: ({ fault }) => fault,
  streams: ({ streams }) => count(streams),
  'events lost': ({ lost }) => count(lost),
  doubled: ({ doubled }) => count(doubled),
  'told of a gap': ({ told }) => count(told),
  'all live again after': ({ secondsUntilLive }) => seconds(secondsUntilLive),
  'longest silence': ({ darkestSeconds }) => seconds(darkestSeconds),
  'short requests refused': ({ refused, shortRequests }) =>
    refused === undefined || !shortRequests
      ? '–'
      : `${refused} of ${shortRequests} (${((100 * refused) / shortRequests).toFixed(2)} %)`,
};

function count(value: number | undefined): string {
  return value === undefined ? '–' : String(value);
}

function seconds(value: number | undefined): string {
  return value === undefined ? '–' : `${value.toFixed(1)} s`;
}

/** The columns of the table of pages in browsers. */
const PAGE_COLUMNS: Record<string, (row: PageRow) => string> = {
  broken: ({ fault }) => fault,
  browser: ({ browser }) => browser,
  way: ({ way }) => way,
  pages: ({ pages }) => count(pages),
  events: ({ events }) => count(events),
  lost: ({ lost }) => count(lost),
  doubled: ({ doubled }) => count(doubled),
  'told of a gap': ({ gaps }) => count(gaps),
  'live again after': ({ secondsUntilLive }) => seconds(secondsUntilLive),
};

function table<R>(columns: Record<string, (row: R) => string>, rows: readonly R[], texts: number): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const rule = `|${'---|'.repeat(texts)}${'---:|'.repeat(Object.keys(columns).length - texts)}`;
  const body = rows.map((row) => line(Object.values(columns).map((cell) => cell(row))));
  return [line(Object.keys(columns)), rule, ...body].join('\n');
}

/** Prints the rows of a file, and writes them to another one. */
function print<R>(from: string, to: string, columns: Record<string, (row: R) => string>, texts: number): void {
  if (!existsSync(from)) return;
  const lines = readFileSync(from, 'utf8').trimEnd().split('\n');
  const rows = lines.map((line) => JSON.parse(line) as R);
  writeFileSync(join(REPORT_DIRECTORY, to), `${JSON.stringify(rows, undefined, 2)}\n`);
  process.stdout.write(`\n${table(columns, rows, texts)}\n`);
}

print(ROWS_FILE, 'report.json', COLUMNS, 1);
print(PAGE_ROWS_FILE, 'page-report.json', PAGE_COLUMNS, 3);
