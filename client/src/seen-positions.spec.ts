import { SeenPositions } from './seen-positions.js';

const at = (n: number, epoch = 'a', ms = 1_000 + n) => `${epoch}-${ms}-${n}`;

describe('SeenPositions', () => {
  it('accepts each position once, and none before the last', () => {
    const seen = new SeenPositions();
    expect([at(1), at(2), at(2), at(1), at(3)].map((p) => seen.accept(p))).toEqual([true, true, false, false, true]);
  });

  it('accepts no position up to that of a snapshot or heartbeat', () => {
    const seen = new SeenPositions();
    seen.moveTo(at(5));
    expect([at(4), at(5), at(6)].map((p) => seen.accept(p))).toEqual([false, false, true]);
  });

  it('accepts after a gap a number that the log used twice, but not an event that was delivered', () => {
    const seen = new SeenPositions();
    [at(1), at(2), at(3)].forEach((p) => seen.accept(p));
    seen.gap();
    const replay = [at(1), at(2), at(3, 'a', 9_000), at(4, 'a', 9_001)];
    expect(replay.map((p) => seen.accept(p))).toEqual([false, false, true, true]);
  });

  it('accepts the events of another log', () => {
    const seen = new SeenPositions();
    seen.accept(at(9));
    expect(seen.accept(at(1, 'b'))).toBe(true);
  });

  it('remembers a bounded number of positions', () => {
    const seen = new SeenPositions(2);
    [at(1), at(2), at(3)].forEach((p) => seen.accept(p));
    seen.gap();
    expect([at(1), at(3)].map((p) => seen.accept(p))).toEqual([true, false]);
  });

  it('accepts every text that is not a position', () => {
    const seen = new SeenPositions();
    expect([seen.accept('x'), seen.accept('x')]).toEqual([true, true]);
  });
});
