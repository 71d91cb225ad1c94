// A platform can have more modules than a menu: those that matter most must be in it, and those that are chosen always.
import { type Entry } from '../events/entry.js';
import { countNames } from './count-names.js';

const entries = ['b', 'b', 'a', 'c', 'c', 'c'].map((module) => ({ kind: 'event', event: { module } }) as Entry);

it('lists the most frequent names in the order of the alphabet', () => {
  expect(countNames(entries, 'module', [], 2)).toEqual([
    { name: 'b', count: 2 },
    { name: 'c', count: 3 },
  ]);
});

it('keeps what is chosen, also if no event has it', () => {
  expect(countNames(entries, 'module', ['a', 'gone'], 2).map(({ name, count }) => `${name} ${count}`)).toEqual([
    'a 1',
    'gone 0',
  ]);
});
