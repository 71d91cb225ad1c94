/**
 * Writes into docs/scaling.md what follows from `src/cli/plan/measured.ts`: the plan that is shown, the formula with its costs, and
 * the tables whose first column is `figure`, `load`, `window` or `events/s`. The loads, windows and rates are those of the page.
 */
import { COSTS } from '../../src/cli/plan/costs.js';
import { formatNumber } from '../../src/cli/plan/format.js';
import { MEASURED } from '../../src/cli/plan/measured.js';
import { renderPlan } from '../../src/cli/plan/render-plan.js';
import { carriedRow, figureRows, loadRow, planOf, type Row, windowRow } from './plan-rows.js';

const SHOWN_PLAN = /(```sh\nnpx vx11 plan ([^\n]*)\n```[^`]*```text\n)[^]*?(```)/g;
const FORMULA = /## The formula\n\n```\n[^]*?```/;

/** Makes the rows of a table; `first` is what is in its first column. */
type RowsOf = (first: readonly string[]) => readonly Row[];

const TABLES: Readonly<Record<string, RowsOf>> = {
  figure: figureRows,
  load: (loads) => loads.map((load) => loadRow(load.replaceAll('`', ''))),
  window: (windows) => windows.map((window) => windowRow(Number.parseInt(window, 10) || 0)),
  'events/s': (rates) => rates.map((rate) => carriedRow(Number(rate.replaceAll(',', '')))),
};

/** Returns `page` with everything that follows from the measured figures. */
export function fillPlan(page: string): string {
  const filled = Object.entries(TABLES).reduce((text, [first, rowsOf]) => fillTable(text, first, rowsOf), page);
  return filled
    .replace(SHOWN_PLAN, (_, start: string, typed: string, end: string) => `${start}${renderPlan(planOf(typed))}${end}`)
    .replace(FORMULA, fillFormula);
}

function fillTable(page: string, first: string, rowsOf: RowsOf): string {
  const table = new RegExp(String.raw`(\| ${first} \|[^\n]*\n\|[-:|]+\n)((?:\|[^\n]*\n)+)`);
  return page.replace(table, (_, head: string, body: string) => {
    const given = [...body.matchAll(/^\| (.*?) \|/gm)].map(([, cell = '']) => cell);
    const lines = rowsOf(given).map((row) => `| ${Object.values(row).join(' | ')} |\n`);
    return head + lines.join('');
  });
}

/** Puts the costs into the formula, in the order in which it names them. */
function fillFormula(formula: string): string {
  const { write, writeEvent, read, readEvent, call, callEvent, nginxWrite, nginxWriteEvent } = COSTS;
  const costs = [write, writeEvent, read, readEvent, call, callEvent, nginxWrite, nginxWriteEvent].map(formatNumber);
  const memory = `${MEASURED.processMemory.value} MiB + streams of one × ${MEASURED.idleStream.value} KiB`;
  return formula
    .replace(/[\d.,]+(?= µs)/g, (old) => costs.shift() ?? old)
    .replace(/[\d.]+ MiB \+ streams of one × [\d.]+ KiB/, memory);
}
