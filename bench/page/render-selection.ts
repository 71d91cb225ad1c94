import { type Published, type PublishedTable } from '../publish/published.js';
import { type Results, SHOWN_NODE, tableOf } from './results.js';
import { cellOf, NO_FIGURE } from './value-of.js';

/** What a marker chooses of a published table; see `fill-page.ts`. */
export interface Selection {
  suite: string;
  table?: string | number;
  columns?: string[];
  rows?: string[];
  nodes?: number[];
  rename?: Record<string, string>;
  notes?: boolean;
}

interface Shown {
  node: number;
  result: Published;
  table: PublishedTable;
}

/** Returns the caption, the table, and a sentence for each thing that is missing, as Markdown. */
export function renderSelection(selection: Selection, results: Results): string {
  const { suite, nodes = [SHOWN_NODE] } = selection;
  const shown: Shown[] = [];
  const sentences: string[] = [];
  for (const node of nodes) {
    const result = results.of(suite, node);
    const table = result && tableOf(result, selection.table);
    if (result && table) shown.push({ node, result, table });
    else sentences.push(`Not measured yet: \`${commandFor(suite, node)}\`.`);
  }
  const warnings = shown.filter(({ result }) => result.quick).flatMap(({ node }) => [quickSentence(node), '']);
  const [first] = shown;
  if (!first) return sentences.join('\n');
  const names = selection.rows ?? first.table.rows.map(({ name }) => name);
  const missing = first.result.leftOut.filter(({ name }) => !selection.rows || names.includes(name));
  const rows = names.filter((name) => !missing.some((one) => one.name === name));
  for (const why of new Set(missing.map((one) => one.why))) {
    const left = missing.filter((one) => one.why === why).map(({ name }) => name);
    sentences.push(`Left out, since ${why}: ${left.join('; ')}.`);
  }
  const notes = selection.notes ? first.table.notes : [];
  return [
    ...warnings,
    `${first.table.title}:`,
    '',
    ...renderRows(selection, shown, rows),
    ...[sentences, notes].filter(({ length }) => length > 0).flatMap((list) => ['', ...list]),
  ].join('\n');
}

function renderRows(selection: Selection, shown: Shown[], rows: string[]): string[] {
  const titles = selection.columns ?? shown[0]?.table.columns.map(({ title }) => title) ?? [];
  const columns = titles.flatMap((title) => shown.map((from) => ({ title, from })));
  const several = (selection.nodes ?? []).length > 1;
  const header = columns.map(({ title, from }) => {
    const text = selection.rename?.[title] ?? title;
    return several ? `${text}, node ${from.node}` : text;
  });
  const body = rows.map((row) => [
    row,
    ...columns.map(({ title, from }) =>
      from !== shown[0] && lacks(from, row) ? NO_FIGURE : cellOf(from.table, row, title),
    ),
  ]);
  return [line(['', ...header]), `|---|${'---:|'.repeat(header.length)}`, ...body.map(line)];
}

/** Whether a row of the first result is missing in another one. */
function lacks({ table }: Shown, row: string): boolean {
  return !table.rows.some(({ name }) => name === row);
}

function line(cells: string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

function quickSentence(node: number): string {
  return `**A short run with node ${node}, which only shows that the bench works: do not compare its figures.**`;
}

function commandFor(suite: string, node: number): string {
  return `npm run bench -- ${suite} ${node === SHOWN_NODE ? '' : `--node=${node} `}--publish`;
}
