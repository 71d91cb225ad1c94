import { type OperatorEvent } from './operator-event.js';
import { SeenPositions } from './seen-positions.js';

const at = (n: number, epoch = 'a', ms = 1_000 + n) => `${epoch}-${ms}-${n}`;
const called = (event_id: string, created_at = 'now') => ({ event_id, created_at }) as OperatorEvent;
const accepts = (seen: SeenPositions) => (position: string) => seen.accept(position, called(position));

describe('SeenPositions', () => {
  it('accepts each position once, and none before the last', () => {
    const seen = new SeenPositions();
    expect([at(1), at(2), at(2), at(1), at(3)].map(accepts(seen))).toEqual([true, true, false, false, true]);
  });

  it('accepts no position up to that of a snapshot or heartbeat', () => {
    const seen = new SeenPositions();
    seen.moveTo(at(5));
    expect([at(4), at(5), at(6)].map(accepts(seen))).toEqual([false, false, true]);
  });

  it('accepts after a gap a number that the log used twice, but not an event that was delivered', () => {
    const seen = new SeenPositions();
    [at(1), at(2), at(3)].forEach(accepts(seen));
    seen.gap();
    const replay = [at(1), at(2), at(3, 'a', 9_000), at(4, 'a', 9_001)];
    expect(replay.map(accepts(seen))).toEqual([false, false, true, true]);
  });

  it('accepts after a gap no event of the snapshot, but those that a failover put in place of lost ones', () => {
    // 3 was lost. The clock of the new primary is behind, so what came in its place looks older than the snapshot.
    const seen = new SeenPositions();
    seen.snapshot([called('e1'), called('e2'), called('e3')]);
    seen.moveTo(at(3, 'a', 1_020));
    seen.gap();
    const replay = [called('e1'), called('e2'), called('new'), called('e2', 'later')];
    expect(replay.map((event, index) => seen.accept(at(index + 1, 'a', 1_001 + index), event))).toEqual([
      false,
      false,
      true,
      true,
    ]);
  });

  it('takes an event for one of the snapshot after a gap only, and only once', () => {
    const seen = new SeenPositions();
    seen.snapshot([called('e1')]);
    seen.moveTo(at(1));
    expect(seen.accept(at(2), called('e1'))).toBe(true);
    seen.gap();
    expect([1, 2, 3].map((n) => seen.accept(at(n), called('e1')))).toEqual([false, false, true]);
  });

  it('accepts the events of another log', () => {
    const seen = new SeenPositions();
    accepts(seen)(at(9));
    expect(accepts(seen)(at(1, 'b'))).toBe(true);
  });

  it('remembers a bounded number of positions', () => {
    const seen = new SeenPositions(2);
    [at(1), at(2), at(3)].forEach(accepts(seen));
    seen.gap();
    expect([at(1), at(3)].map(accepts(seen))).toEqual([true, false]);
  });

  it('accepts every text that is not a position', () => {
    const seen = new SeenPositions();
    expect([accepts(seen)('x'), accepts(seen)('x')]).toEqual([true, true]);
  });
});
