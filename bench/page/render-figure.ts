import { formatCheckValue } from '../report/check.js';
import { type Published } from '../publish/published.js';
import { mustBeKnown, type Results, tableOf } from './results.js';
import { cellOf, NO_FIGURE } from './value-of.js';

/** Returns the figure that `suite/table | row | column` or `suite | check | what` names, marked if it is of a short run. */
export function renderFigure(of: string, results: Results): string {
  const parts = of.split('|').map((part) => part.trim().replace(/\s+/g, ' '));
  const [from = '', row = '', column = ''] = parts;
  if (parts.length !== 3) throw new Error(`A figure is named as "suite/table | row | column", not as "${of}".`);
  const [suite = '', table] = from.split('/');
  const result = results.of(suite);
  if (!result) return 'not measured';
  const found = row === 'check' ? undefined : tableOf(result, table);
  const text = row === 'check' ? checkOf(result, column) : found ? cellOf(found, row, column) : NO_FIGURE;
  return result.quick ? `${text} (short run)` : text;
}

function checkOf({ suite, checks }: Published, what: string): string {
  mustBeKnown(
    `check of ${suite}`,
    what,
    checks.map((check) => check.what),
  );
  const check = checks.find((one) => one.what === what);
  return check ? formatCheckValue(check) : '';
}
