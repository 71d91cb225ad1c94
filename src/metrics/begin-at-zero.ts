import { type Counter } from 'prom-client';
import { type MetricDefinition } from './catalogue/metric-definition.js';

/**
 * Shows every declared combination of labels of a counter at 0. `increase()` compares two samples of a series: one that
 * appears with its first failure hides it, and all that came before the next scrape.
 */
export function beginAtZero(counter: Counter, definition: MetricDefinition, principals: readonly string[]): void {
  for (const labels of combinations(definition, principals)) counter.inc(labels, 0);
}

/** Every combination of the values that the labels of `definition` may have. */
export function combinations(
  { values = {} }: MetricDefinition,
  principals: readonly string[],
): Readonly<Record<string, string>>[] {
  let rows: Readonly<Record<string, string>>[] = [{}];
  for (const [label, known] of Object.entries(values)) {
    const names = known === 'principals' ? principals : known === 'credentials' ? [] : known;
    rows = rows.flatMap((row) => names.map((value) => ({ ...row, [label]: value })));
  }
  return rows;
}
