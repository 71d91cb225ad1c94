// Streams and histories with a filter find their events in this index: an entry that the index loses reaches no client.
import fc from 'fast-check';
import { type EntryHead } from './entry-head.js';
import { EntryIndex } from './entry-index.js';
import { type EventFields } from './event-log.interface.js';
import { Selection } from './selection.js';

const MODULES = ['a', 'b', 'c'];
function head(n: number, ms = n * 10): EntryHead {
  return { position: { epoch: 'e', ms, n }, type: 't', module: MODULES[n % 3]!, severity: 'info', bytes: 10 + (n % 7) };
}
const at = (n: number, ms = n * 10) => head(n, ms).position;

/** An index of `capacity` that began after `start` and got `count` entries, and these. */
function filled(capacity: number, start: number, count: number): [EntryIndex, EntryHead[]] {
  const index = new EntryIndex(capacity);
  index.begin(at(start), false);
  const entries = Array.from({ length: count }, (_, i) => head(start + 1 + i));
  for (const entry of entries) index.add(entry, entry.bytes);
  return [index, entries];
}

const numbersOf = ({ chosen }: Selection<EntryHead>) => chosen.map(({ position }) => position.n);

describe('the index of entries', () => {
  it('selects what a search through all of its entries would', () => {
    const arbitrary = fc.record({
      capacity: fc.integer({ min: 1, max: 12 }),
      start: fc.nat(5),
      count: fc.nat(40),
      modules: fc.subarray(MODULES),
      limit: fc.nat(15),
      bytes: fc.integer({ min: 1, max: 200 }),
      scan: fc.nat(20),
      from: fc.nat(50),
    });
    const property = fc.property(arbitrary, ({ capacity, start, count, modules, limit, bytes, scan, from }) => {
      const [index, all] = filled(capacity, start, count);
      const kept = all.slice(-capacity);
      const filter = { matches: ({ module }: EventFields) => modules.includes(module) };
      const expected = (entries: readonly EntryHead[]) => {
        const selection = new Selection<EntryHead>(limit, bytes);
        entries.filter(filter.matches).every((entry) => selection.take(entry, entry.bytes));
        return selection;
      };
      const newest = new Selection<EntryHead>(limit, bytes);
      const enough = index.newest(scan, filter, newest);
      const looked = [...kept].reverse().slice(0, scan);
      expect(newest.chosen).toEqual(expected(looked).chosen);
      expect(enough).toBe(newest.full || looked.length === scan || (start === 0 && count <= capacity));
      const held = kept.some(({ position }) => position.n === from) || from === start + count;
      expect([index.holds(at(from)), index.holds(at(from, 1))]).toEqual([held, false]);
      if (!held) return;
      const after = new Selection<EntryHead>(limit, bytes);
      const reached = index.after(at(from), filter, after);
      const following = kept.filter(({ position }) => position.n > from);
      expect(after.chosen).toEqual(expected(following).chosen);
      const left = following.filter((entry) => entry.position.n > reached.n).filter(filter.matches);
      expect(after.full || left.length === 0).toBe(true);
      expect(numbersOf(after).every((n) => n <= reached.n)).toBe(true);
      const skipped = following.filter((entry) => entry.position.n <= reached.n && filter.matches(entry));
      expect(skipped).toEqual(after.chosen);
    });
    fc.assert(property, { numRuns: 2_000 });
  });

  it('goes back to where the log was rewound to, and on with another branch', () => {
    const [index] = filled(10, 0, 8);
    index.rewind(at(5), true);
    expect([index.head, index.length, index.holds(at(6)), index.holds(at(5))]).toEqual([at(5), 5, false, true]);
    index.add(head(6, 99), 10);
    expect([index.holds(at(6)), index.holds(at(6, 99)), index.length]).toEqual([false, true, 6]);
    index.rewind(at(20), false);
    expect([5, 6, 7, 9].map((n) => index.hasHad(at(n)))).toEqual([true, false, true, false]);
    expect(index.hasHad(at(6, 99))).toBe(true);
    expect([index.head, index.length, index.holds(at(6, 99)), index.holds(at(20))]).toEqual([at(20), 0, false, true]);
  });

  it('begins anew where numbers do not follow one another, and knows that it may not be all', () => {
    const [index] = filled(10, 0, 3);
    const everything = () => new Selection<EntryHead>(100, 1_000);
    expect(index.newest(100, { matches: () => true }, everything())).toBe(true);
    index.add(head(9), 10);
    const selection = everything();
    expect(index.newest(100, { matches: () => true }, selection)).toBe(false);
    expect([numbersOf(selection), index.length]).toEqual([[9], 1]);
  });

  it('says when it has reached a position, and when it has not in time', async () => {
    const [index] = filled(10, 0, 3);
    expect(await index.reaches(at(3), 1)).toBe(true);
    expect(await index.reaches(at(4), 1)).toBe(false);
    const reached = index.reaches(at(4), 10_000);
    index.add(head(4), 10);
    index.added();
    expect(await reached).toBe(true);
  });
});
