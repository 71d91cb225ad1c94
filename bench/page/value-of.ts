import { formatNumber } from '../report/table.js';
import { type PublishedTable } from '../publish/published.js';
import { mustBeKnown } from './results.js';

const MULTIPLE = ' × ';
/** What a cell without a figure shows. */
export const NO_FIGURE = '–';

/** Returns the text of a cell. `column` is a title, or `title × row`: the value as a multiple of that of another row. */
export function cellOf(table: PublishedTable, row: string, column: string): string {
  const { title, of } = splitColumn(table, column);
  const value = valueOf(table, row, title);
  if (of === undefined) return value === null ? NO_FIGURE : formatNumber(value, digitsOf(table, title));
  const base = table.rows.some(({ name }) => name === of) ? valueOf(table, of, title) : null;
  return value === null || !base ? NO_FIGURE : formatNumber(value / base, digitsOfMultiple(value / base));
}

/** Returns a value as it was measured; null if there is none. Throws if there is no such row or column. */
function valueOf({ columns, rows }: PublishedTable, row: string, title: string): number | null {
  mustBeKnown(
    'row',
    row,
    rows.map(({ name }) => name),
  );
  const index = columns.findIndex((column) => column.title === title);
  return rows.find(({ name }) => name === row)?.values[index] ?? null;
}

function splitColumn({ columns }: PublishedTable, column: string): { title: string; of?: string } {
  const titles = columns.map(({ title }) => title);
  const at = column.lastIndexOf(MULTIPLE);
  if (titles.includes(column) || at < 0) {
    mustBeKnown('column', column, titles);
    return { title: column };
  }
  const title = column.slice(0, at);
  mustBeKnown('column', title, titles);
  return { title, of: column.slice(at + MULTIPLE.length) };
}

function digitsOf({ columns }: PublishedTable, title: string): number {
  return columns.find((column) => column.title === title)?.digits ?? 0;
}

function digitsOfMultiple(value: number): number {
  return value >= 10 ? 0 : value >= 1 ? 1 : 2;
}
