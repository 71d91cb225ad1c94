// Who goes through the events by keys must get to each of them, and over a gap.
import { type Entry, type EventEntry } from './entry.js';
import { neighbour } from './neighbour.js';

const event = (order: number) => ({ kind: 'event', order }) as EventEntry;
const gap = (order: number) => ({ kind: 'gap', order }) as Entry;
const shown = [event(1), event(2), gap(3), event(4), event(5)];
const from = (order: number | undefined, by: number) =>
  neighbour(shown, order === undefined ? undefined : event(order), by)?.order;

it.each([
  ['begins with the newest', undefined, 1, 5],
  ['goes to the older one', 5, 1, 4],
  ['goes over a gap', 4, 1, 2],
  ['goes back to the newer one', 2, -1, 4],
  ['stays at the oldest', 1, 1, 1],
  ['stays at the newest', 5, -1, 5],
  ['goes as far as there are events', 5, 15, 1],
])('%s', (_, order, by, expected) => {
  expect(from(order, by)).toBe(expected);
});

it('has none where nothing is shown', () => {
  expect(neighbour([], undefined, 1)).toBeUndefined();
});
