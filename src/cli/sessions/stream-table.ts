import { printable } from '../printable.js';
import { type ListedStream } from './stream-pages.js';

/** The widest column, characters. A longer text is shown whole and shifts the rest of its line. */
const WIDEST = 40;

/** The columns: their titles, and the value of a stream that each shows. */
const COLUMNS: readonly (readonly [title: string, cell: (stream: ListedStream) => unknown])[] = [
  ['ID', ({ id }) => id],
  ['PRINCIPAL', ({ principal }) => principal],
  ['ADDRESS', ({ address }) => address],
  ['INSTANCE', ({ instance }) => instance],
  ['SINCE', ({ since }) => since],
  ['LAG', ({ lag }) => lag],
  ['WAITING', ({ waiting_bytes: bytes }) => bytes],
  ['RESUMES', ({ resumes }) => resumes],
  ['FILTERS', filters],
];

/** Formats streams as lines of a table. It formats page by page, so a column grows with each page and never shrinks. */
export class StreamTable {
  readonly #widths = COLUMNS.map(([title]) => title.length);
  #begun = false;

  /** Returns the lines of a page. Those of the first page begin with the titles. */
  lines(streams: readonly ListedStream[]): string[] {
    const rows = streams.map((stream) => COLUMNS.map(([, cell]) => text(cell(stream))));
    for (const row of rows) {
      for (const [column, { length }] of row.entries()) {
        if (length <= WIDEST) this.#widths[column] = Math.max(this.#widths[column] ?? 0, length);
      }
    }
    if (!this.#begun) rows.unshift(COLUMNS.map(([title]) => title));
    this.#begun = true;
    return rows.map((row) => this.#line(row));
  }

  #line(row: readonly string[]): string {
    const padded = row.map((cell, column) => cell.padEnd(this.#widths[column] ?? 0));
    return padded.join('  ').trimEnd();
  }
}

function text(value: unknown): string {
  if (value === null || value === undefined || value === '') return '-';
  return printable(typeof value === 'string' ? value : JSON.stringify(value));
}

function filters({ filters: names, filter_names_left_out: leftOut }: ListedStream): string {
  const shown = Object.entries((names ?? {}) as Record<string, unknown>).map(
    ([name, list]) => `${name}=${String(list)}`,
  );
  return [...shown, ...(Number(leftOut) > 0 ? [`and ${Number(leftOut)} more names`] : [])].join(' ');
}
