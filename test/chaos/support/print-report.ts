// Prints the rows that the chaos tests have reported as one table, and writes them to report.json.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPORT_DIRECTORY, type Row, ROWS_FILE } from './report.js';

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

function table(rows: readonly Row[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const rule = `|---|${'---:|'.repeat(Object.keys(COLUMNS).length - 1)}`;
  const body = rows.map((row) => line(Object.values(COLUMNS).map((cell) => cell(row))));
  return [line(Object.keys(COLUMNS)), rule, ...body].join('\n');
}

const lines = existsSync(ROWS_FILE) ? readFileSync(ROWS_FILE, 'utf8').trimEnd().split('\n') : [];
const rows = lines.map((line) => JSON.parse(line) as Row);
if (rows.length > 0) {
  writeFileSync(join(REPORT_DIRECTORY, 'report.json'), `${JSON.stringify(rows, undefined, 2)}\n`);
  process.stdout.write(`\n${table(rows)}\n`);
}
