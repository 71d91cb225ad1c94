// What a page tells people who decide must be what the program calculates.
import { makePlan } from '../../src/cli/plan/make-plan.js';
import { readLoad } from '../../src/cli/plan/read-load.js';
import { rowsOf } from './support/markdown.js';

const rows = rowsOf('docs/deployment/product.md', 'open pages');
const number = (text = '') => Number(text.replaceAll(',', ''));

describe('docs/deployment/product.md', () => {
  it.each(rows)('says what $[open pages] open pages cost as `npx vx11 plan` does', (row) => {
    const [streams, eventsPerSecond] = [row['open pages'], row['events a second']].map((text) => `${number(text)}`);
    const load = readLoad({ streams, eventsPerSecond, eventBytes: '290', batch: '1', history: '300', network: '10' });
    const { drivers, network } = makePlan(load).steps;
    const said = [row.cores, row['memory, GiB'], row['network to the pages, Mbit/s']].map(number);
    const calculated = [drivers.cores.value, drivers.memory.value / 2 ** 30, network.all.value / 1e6];
    expect(said).toEqual(calculated.map((value) => Number(value.toPrecision(3))));
  });

  it('has rows', () => expect(rows.length).toBeGreaterThanOrEqual(3));
});
