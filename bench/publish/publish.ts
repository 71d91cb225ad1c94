import { mkdirSync, writeFileSync } from 'node:fs';
import { repositoryFile } from '../../cluster/repository.js';
import { type Table } from '../report/table.js';
import { type SuiteResult } from '../suites/suite.js';
import { type Published, PUBLISHED, publishedPath, type PublishedTable, readPublished } from './published.js';

/** What the run knows of a suite beside its tables. */
export type About = Omit<Published, 'tables' | 'checks'>;

/**
 * Writes the result of a suite to `bench/published/` and returns the path. Throws if it is of a quick run and would replace one
 * that is not, or if a table has a column twice.
 */
export function publishResult(about: About, { tables, checks = [] }: SuiteResult): string {
  const nodeMajor = majorOf(about.versions.node ?? '');
  const path = publishedPath(about.suite, nodeMajor);
  const before = readPublished(about.suite, nodeMajor);
  if (about.quick && before && !before.quick)
    throw new Error(`${path} has a full run; a quick one does not replace it.`);
  const published: Published = { ...about, tables: tables.map(toPublished), checks };
  mkdirSync(repositoryFile(PUBLISHED), { recursive: true });
  writeFileSync(repositoryFile(path), `${JSON.stringify(published, null, 1)}\n`);
  return path;
}

/** Returns the table as numbers: the columns as titles, the rows as values. */
export function toPublished({ id, title, columns, rows, notes = [] }: Table): PublishedTable {
  const titles = columns.map((column) => column.title);
  const twice = titles.filter((name, index) => titles.indexOf(name) !== index);
  if (twice.length > 0) throw new Error(`The table "${title}" has columns twice: ${twice.join(', ')}.`);
  return {
    ...(id && { id }),
    title,
    columns: columns.map((column) => ({ title: column.title, digits: column.digits ?? 0 })),
    rows: rows.map((row) => ({
      name: row.name,
      kind: row.kind,
      values: columns.map((column) => finite(column.of(row))),
    })),
    notes,
  };
}

/** Returns the major version of `v20.20.2` or `20.20.2`. */
export function majorOf(version: string): number {
  return Number.parseInt(version.replace(/^v/, ''), 10);
}

function finite(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}
