/** What a row shows: this service, a peer to compare it with, or the limit of the method (the bare loop). */
export type RowKind = 'ours' | 'peer' | 'limit';

export interface Column<R> {
  title: string;
  /** Returns the number to print; undefined if there is none. */
  of(row: R): number | undefined;
  /** The digits after the decimal point. */
  digits?: number;
  /** Also prints the number as a multiple of that of the best peer: whether more or less is better. */
  against?: 'more' | 'less';
}

export interface Table<R extends { name: string; kind: RowKind } = { name: string; kind: RowKind }> {
  /** A short name by which pages refer to it once it is published. */
  id?: string;
  title: string;
  columns: Column<R>[];
  rows: R[];
  /** What a reader must know about the table. */
  notes?: string[];
}

/** Formats a table as aligned Markdown, for terminals and documents. */
export function renderTable<R extends { name: string; kind: RowKind }>(table: Table<R>): string {
  const header = [
    '',
    ...table.columns.flatMap((column) => (column.against ? [column.title, '× best peer'] : [column.title])),
  ];
  const body = table.rows.map((row) => [
    row.name,
    ...table.columns.flatMap((column) => cells(column, row, table.rows)),
  ]);
  const widths = header.map((title, index) =>
    Math.max(...[header, ...body].map((line) => (line[index] ?? title).length)),
  );
  const line = (texts: string[]) =>
    `| ${texts.map((text, index) => align(text, widths[index] ?? 0, index)).join(' | ')} |`;
  const rule = `|${widths.map((width, index) => (index === 0 ? '-'.repeat(width + 2) : `${'-'.repeat(width + 1)}:`)).join('|')}|`;
  const notes = (table.notes ?? []).map((note) => `  ${note}`);
  return [
    `### ${table.title}`,
    '',
    line(header),
    rule,
    ...body.map(line),
    ...(notes.length > 0 ? ['', ...notes] : []),
  ].join('\n');
}

function cells<R extends { kind: RowKind }>(column: Column<R>, row: R, rows: R[]): string[] {
  const value = column.of(row);
  const text = value === undefined ? '–' : formatNumber(value, column.digits ?? 0);
  if (!column.against) return [text];
  const best = bestPeer(column, rows);
  return [text, value === undefined || !best ? '–' : formatNumber(value / best, 2)];
}

function bestPeer<R extends { kind: RowKind }>(column: Column<R>, rows: R[]): number | undefined {
  const values = rows.filter(({ kind }) => kind === 'peer').flatMap((row) => column.of(row) ?? []);
  if (values.length === 0) return undefined;
  return column.against === 'more' ? Math.max(...values) : Math.min(...values);
}

/** Formats a number: `1234567.89` as `1,234,567.9`. */
export function formatNumber(value: number, digits: number): string {
  return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

function align(text: string, width: number, index: number): string {
  return index === 0 ? text.padEnd(width) : text.padStart(width);
}
