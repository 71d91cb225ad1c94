// Without Redis the ring is the whole log: an index that is off by one loses an event or shows it twice.
import fc from 'fast-check';
import { EntryRing } from './entry-ring.js';
import { type LogEntry } from './event-log.interface.js';

function entry(n: number): LogEntry {
  return { position: { epoch: 'e', ms: n * 10, n }, type: 't', module: 'm', severity: 'info', json: `${n}` };
}

describe('a ring of entries', () => {
  it('returns nothing while it is empty', () => {
    const ring = new EntryRing({ maxEntries: 3, maxBytes: Infinity });
    expect([ring.length, ring.first, ring.at(0), [...ring.following(0)]]).toEqual([0, undefined, undefined, []]);
    expect(ring.holds(entry(1).position)).toBe(false);
  });

  it('behaves like a list of which the oldest entries are dropped', () => {
    const sizes = fc.record({
      capacity: fc.integer({ min: 1, max: 12 }),
      pushed: fc.integer({ min: 1, max: 40 }),
      n: fc.integer({ min: -2, max: 45 }),
    });
    const property = fc.property(sizes, ({ capacity, pushed, n }) => {
      const ring = new EntryRing({ maxEntries: capacity, maxBytes: Infinity });
      const list: LogEntry[] = [];
      for (let i = 1; i <= pushed; i++) {
        ring.push(entry(i));
        list.push(entry(i));
        if (list.length > capacity) list.shift();
      }
      expect([ring.length, ring.first]).toEqual([list.length, list[0]]);
      expect(list.map((_, index) => ring.at(index))).toEqual(list);
      expect([...ring.following(n)]).toEqual(list.filter(({ position }) => position.n > n));
      expect(ring.holds(entry(n).position)).toBe(list.some(({ position }) => position.n === n));
      expect(ring.holds({ ...entry(n).position, ms: 1 })).toBe(false);
    });
    fc.assert(property, { numRuns: 500 });
  });
});
