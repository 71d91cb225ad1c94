// What a page tells people who decide must be what the program calculates.
import { makePlan } from '../../src/cli/plan/make-plan.js';
import { planAsJson } from '../../src/cli/plan/plan-as-json.js';
import { readLoad } from '../../src/cli/plan/read-load.js';
import { rowsOf } from './support/markdown.js';

const rows = rowsOf('docs/deployment/product.md', 'open pages');
const number = (text = '') => Number(text.replaceAll(',', ''));

describe('docs/deployment/product.md', () => {
  it.each(rows)('says what $[open pages] open pages cost as `npx vx11 plan` does', (row) => {
    const [streams, eventsPerSecond] = [row['open pages'], row['events a second']].map((text) => `${number(text)}`);
    const load = readLoad({ streams, eventsPerSecond, eventBytes: '290', batch: '1', history: '300', network: '10' });
    const { drivers, network } = planAsJson(makePlan(load)).steps;
    expect(number(row.cores)).toBe(drivers.cores.value);
    expect(number(row['memory, GiB'])).toBeCloseTo(drivers.memory.value / 2 ** 30, 2);
    expect(number(row['network to the pages, Mbit/s'])).toBeCloseTo(network.all.value / 1e6, 0);
  });

  it('has rows', () => expect(rows.length).toBeGreaterThanOrEqual(3));
});
