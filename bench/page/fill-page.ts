/**
 * Fills in the figures of docs/performance.md: `npm run performance`. They come from `bench/published/`, which `npm run bench --
 * <suite> --publish` writes. To show a suite, put a marker of YAML into the page; the command writes what is between it and its end:
 *
 *     <!-- bench
 *     suite: fanout                  # of bench/suites/catalogue.ts
 *     table: saturation              # the table's `id`, or its position from 1; 1 if absent
 *     columns: [deliveries/s, deliveries/s × nchan, p99 ms]   # titles; `× row` makes multiples of that row; all if absent
 *     rows: ['ours, Redis', nchan]   # in this order; all if absent. One that the run left out becomes a sentence
 *     nodes: [20, 24]                # each column once for each node; 20 if absent
 *     rename: { deliveries/s: a second }   # shorter titles
 *     notes: true                    # also the table's notes
 *     -->
 *     <!-- /bench -->
 *
 * `<!--= suite/table | row | column --><!--/-->` is a figure within a sentence, `<!--= suite | check | what --><!--/-->` the value of
 * a check, `<!-- bench runs --><!-- /bench -->` where everything comes from, `<!-- bench missed --><!-- /bench -->` the bounds that runs
 * missed. A suite that is not published yet is said to be so. test/docs/performance.spec.ts allows no digits outside of markers.
 */
import { load } from 'js-yaml';
import { type Results } from './results.js';
import { renderFigure } from './render-figure.js';
import { renderMissed } from './render-missed.js';
import { renderRuns } from './render-runs.js';
import { renderSelection, type Selection } from './render-selection.js';

const BLOCK = /(<!-- bench(?: (runs|missed)|\n([^]*?)\n)\s*-->\n)[^]*?(<!-- \/bench -->)/g;
const FIGURE = /(<!--= ([^]*?) -->)[^]*?(<!--\/-->)/g;

/** Returns `page` with everything that is between markers made from `results`. Throws if a marker names what does not exist. */
export function fillPage(page: string, results: Results): string {
  return page
    .replace(BLOCK, (_, start: string, list: string | undefined, yaml: string | undefined, end: string) => {
      const made = list
        ? { runs: renderRuns, missed: renderMissed }[list as 'runs' | 'missed'](results.all())
        : renderSelection(load(yaml ?? '') as Selection, results);
      return `${start}${made}\n${end}`;
    })
    .replace(FIGURE, (_, start: string, of: string, end: string) => `${start}${renderFigure(of, results)}${end}`);
}

/** Returns `page` without what is between markers: what somebody wrote. */
export function withoutMade(page: string): string {
  return page.replace(BLOCK, '').replace(FIGURE, '');
}
