import { readdirSync, readFileSync } from 'node:fs';
import { repositoryFile } from '../../../cluster/repository.js';

/** A row of a table, by the names of its columns. */
export type Row = Readonly<Record<string, string>>;

/** The text of a page, given as a path relative to the repository. */
export function page(path: string): string {
  return readFileSync(repositoryFile(path), 'utf8');
}

/** Every page for readers: those at the root of the repository and of the client, and what is under `docs/`. */
export function pages(): string[] {
  const docs = readdirSync(repositoryFile('docs'), { recursive: true, encoding: 'utf8' });
  const elsewhere = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'client/README.md'];
  return [...elsewhere, ...docs.filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`)];
}

/** The rows of all tables of a page whose first column is called `first`, in order. */
export function rowsOf(path: string, first: string): Row[] {
  const rows: Row[] = [];
  let columns: string[] | undefined;
  for (const line of page(path).split('\n')) {
    if (!line.startsWith('|')) columns = undefined;
    else if (!columns) columns = cells(line);
    else if (columns[0] === first && !/^\|[-|: ]+\|$/.test(line)) {
      const values = cells(line);
      rows.push(Object.fromEntries(columns.map((column, index) => [column, values[index] ?? ''])));
    }
  }
  return rows;
}

/** What is in backticks. */
export function codes(text = ''): string[] {
  return [...text.matchAll(/`([^`]+)`/g)].map(([, code]) => code!);
}

function cells(line: string): string[] {
  const [, ...parts] = line.split(/(?<!\\)\|/);
  return parts.slice(0, -1).map((cell) => cell.trim().replaceAll('\\|', '|'));
}
