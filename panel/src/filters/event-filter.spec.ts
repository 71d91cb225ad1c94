// A filter is shared as an address: what was chosen must come back from it, and nothing that somebody wrote into it may break the page.
import { EVERYTHING, filterFrom, isOpen, writeFilter } from './event-filter.js';

const parsed = (query: string) => filterFrom(new URLSearchParams(query));

it('comes back from the address as it was', () => {
  const filter = {
    severities: ['critical', 'warn'],
    modules: ['a.b', 'c'],
    types: ['x-y'],
    text: 'Gi0/1 & more',
  } as const;
  const query = new URLSearchParams('event=e1');
  writeFilter(query, filter);
  expect(filterFrom(query)).toEqual(filter);
  writeFilter(query, EVERYTHING);
  expect(query.toString()).toBe('event=e1');
});

it.each([
  ['', EVERYTHING],
  ['severity=,,worst,critical,critical', { ...EVERYTHING, severities: ['critical'] }],
  [`q=${'x'.repeat(5_000)}`, { ...EVERYTHING, text: 'x'.repeat(200) }],
])('is read from %.40j', (query, filter) => {
  expect(parsed(query)).toEqual(filter);
});

it('with spaces alone lets everything pass', () => {
  expect(isOpen({ ...EVERYTHING, text: '  ' })).toBe(true);
  expect(isOpen({ ...EVERYTHING, types: ['a'] })).toBe(false);
});
