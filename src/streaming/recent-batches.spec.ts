// When many streams resume at once, they read these batches: an event missing here is lost to all of them. Memory must stay bounded.
import fc from 'fast-check';
import { type LogEntry } from '../event-log/event-log.interface.js';
import { type Position } from '../event-log/position.js';
import { RecentBatches } from './recent-batches.js';
import { RenderedBatch } from './rendered-batch.js';
import { eventFrame } from './sse-frame.js';
import { StreamFilter } from './stream-filter.js';

const MODULES = ['a', 'b', 'c'];
const OPEN = new StreamFilter();

function entry(n: number): LogEntry {
  const position = { epoch: 'e', ms: 1_000 + n, n };
  return { position, type: 't', module: MODULES[n % 3]!, severity: 'info', json: JSON.stringify({ label: n }) };
}

/** Recent batches of these sizes, after `start`, and all entries that went in. */
function filled(sizes: readonly number[], maxBytes: number, start = 0): [RecentBatches, LogEntry[]] {
  const recent = new RecentBatches({ epoch: 'e', ms: 1_000 + start, n: start }, maxBytes);
  const all: LogEntry[] = [];
  for (const size of sizes) {
    const batch = Array.from({ length: size }, (_, index) => entry(start + all.length + index + 1));
    all.push(...batch);
    recent.push(new RenderedBatch(batch));
  }
  return [recent, all];
}

const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 15 });
const filters = fc.subarray(MODULES).map((modules) => new StreamFilter({ modules }));
const filter = fc.oneof(fc.constant(OPEN), filters);

describe('recent batches', () => {
  it('return everything after a position, piece by piece, or nothing if they do not reach back that far', () => {
    const property = fc.property(
      fc.record({
        sizes,
        filter,
        start: fc.nat(5),
        from: fc.nat(140),
        maxBytes: fc.nat(30_000),
        piece: fc.integer({ min: 1, max: 800 }),
      }),
      ({ sizes, filter, start, from, maxBytes, piece }) => {
        const [recent, all] = filled(sizes, maxBytes, start);
        let position: Position = entry(from).position;
        const first = recent.after(position, filter, piece);
        if (!first) {
          const newest = all.at(-1)!.position.n;
          const keptBatch = sizes.at(-1)!;
          return expect(from < start || from > newest || from < newest - keptBatch).toBe(true);
        }
        let text = '';
        for (let replay = first; ; replay = recent.after(position, filter, piece)!) {
          text += replay.renderings.map(({ bytes }) => bytes.toString()).join('');
          position = replay.reached;
          if (replay.complete) break;
          expect(replay.renderings.length).toBeGreaterThan(0);
        }
        expect(position).toEqual(all.at(-1)!.position);
        const expected = all.filter((one) => one.position.n > from && filter.matches(one));
        expect(text).toBe(expected.map(eventFrame).join(''));
      },
    );
    fc.assert(property, { numRuns: 1_000 });
  });

  it('compare the whole position, not only its number', () => {
    const [recent] = filled([3, 3], 10_000);
    expect(recent.after(entry(4).position, OPEN, 10_000)?.complete).toBe(true);
    expect(recent.after({ ...entry(4).position, ms: 1 }, OPEN, 10_000)).toBeUndefined();
    expect(recent.after({ ...entry(4).position, epoch: 'f' }, OPEN, 10_000)).toBeUndefined();
    expect(recent.after(entry(7).position, OPEN, 10_000)).toBeUndefined();
  });

  it('keep to their bound, but never drop the newest batch', () => {
    const perEntry = new RenderedBatch([entry(100)]).size;
    const [recent] = filled(Array<number>(50).fill(10), perEntry * 45, 100);
    expect(recent.after(entry(100 + 500 - 40).position, OPEN, 1)).toBeDefined();
    expect(recent.after(entry(100 + 500 - 41).position, OPEN, 1)).toBeUndefined();
    const [one] = filled([5, 5], 1);
    expect(one.after(entry(5).position, OPEN, 10_000)?.reached.n).toBe(10);
  });

  it('return the newest that pass, or nothing if they may lack some', () => {
    const property = fc.property(
      sizes,
      filter,
      fc.nat(12),
      fc.nat(18_000),
      fc.nat(1),
      (given, passing, limit, max, start) => {
        const [recent, all] = filled(given, max, start);
        const expected = all.filter((one) => passing.matches(one)).slice(limit === 0 ? all.length : -limit);
        const latest = recent.latest(limit, passing);
        if (latest) expect(latest).toEqual(expected);
        else expect(start > 0 || max < all.length * 250).toBe(true);
      },
    );
    fc.assert(property, { numRuns: 500 });
  });

  it('that reach back to the first event return fewer than asked for', () => {
    const [recent] = filled([2], 10_000);
    expect(recent.latest(5, OPEN)).toHaveLength(2);
    const [later] = filled([2], 10_000, 1);
    expect(later.latest(5, OPEN)).toBeUndefined();
  });
});
