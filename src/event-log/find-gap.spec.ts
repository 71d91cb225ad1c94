// A gap that is not reported hides a lost event; a false gap makes every client read everything again.
import fc from 'fast-check';
import { before, findGap, type LogBounds } from './find-gap.js';
import { type Position, samePosition } from './position.js';

const at = (n: number, ms = n * 10, epoch = 'e'): Position => ({ epoch, ms, n });

/** Entries 5 to 9, as the log of Redis or of memory describes them. */
const retained = [5, 6, 7, 8, 9].map((n) => at(n));
function ask(position: Position, entries = retained, head = at(9)) {
  const holds = entries.some((entry) => samePosition(entry, position));
  return findGap(position, { head, first: entries[0], holds } satisfies LogBounds);
}

describe('a position in a log that has entries 5 to 9', () => {
  it.each([
    ['an entry', at(7), undefined],
    ['the oldest entry', at(5), undefined],
    ['the head', at(9), undefined],
    ['right before the oldest entry', at(4), undefined],
    ['two before the oldest entry', at(3), 'trimmed'],
    ['the very beginning', at(0, 0), 'trimmed'],
    ['past the head', at(10), 'log_rewound'],
    ['far past the head', at(1_000), 'log_rewound'],
    ['the number of an entry at another time', at(7, 71), 'log_rewound'],
    ['the number of the head at another time', at(9, 89), 'log_rewound'],
    ['right before the oldest entry, but later', at(4, 51), 'log_rewound'],
    ['an entry of another log', at(7, 70, 'other'), 'log_lost'],
  ])('%s', (_, position, gap) => expect(ask(position)).toBe(gap));
});

describe('a position in a log without entries', () => {
  it.each([
    ['the beginning of one that never had any', at(0, 0), at(0, 0), undefined],
    ['anything past that', at(1), at(0, 0), 'log_rewound'],
    ['the head, after all were trimmed', at(9), at(9), undefined],
    ['the last but one, after all were trimmed', at(8), at(9), 'trimmed'],
    ['past the head, after all were trimmed', at(10), at(9), 'log_rewound'],
  ])('%s', (_, position, head, gap) => expect(ask(position, [], head)).toBe(gap));
});

it('what comes before an entry is followed by it, wherever the log begins', () => {
  const property = fc.property(fc.integer({ min: 1, max: 1e6 }), fc.nat(1e13), (n, ms) => {
    const first = at(n, ms);
    expect(findGap(before(first), { head: first, first, holds: false })).toBeUndefined();
  });
  fc.assert(property);
});
