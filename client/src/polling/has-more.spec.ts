// A page of the history ends where its bytes or its search end, too. Who waits then falls behind on a busy log.
import { type OperatorEvent } from '../operator-event.js';
import { hasMore } from './has-more.js';

const at = (n: number) => `a-1000-${n}`;
const page = (count: number, last: number, chars = 1, char = 'x') => ({
  events: Array.from({ length: count }, () => ({ summary: char.repeat(chars) }) as OperatorEvent),
  last_event_id: at(last),
});

describe('a page of the history', () => {
  it.each([
    ['it has as many events as were asked for', page(200, 500), true],
    ['no further one fits, of 70 KB', page(14, 14, 70_000), true],
    ['no further one fits, of 70 KB with three bytes a character', page(14, 14, 23_000, '…'), true],
    ['the search ended', page(1, 10_000), true],
    ['it has fewer events, which are small', page(199, 9_999), false],
    ['it has none', page(0, 0), false],
    ['the log was rewound', page(3, -5), false],
  ])('tells whether there is more when %s', (_, read, more) => expect(hasMore(read, at(0))).toBe(more));
});
