// A caller that guesses tokens must not keep the store busy, and must not shut out other callers: neither those at other addresses nor
// those whose tokens are merely old.
import { UnknownTokens } from './unknown-tokens.js';

const ADDRESS = '192.0.2.1';

describe('unknown tokens of an address', () => {
  let now: number;
  let unknown: UnknownTokens;
  beforeEach(() => {
    now = 1_000_000;
    unknown = new UnknownTokens({ unknown: 600, windowSeconds: 60 }, undefined, () => now);
  });

  /** How many of `count` reach the store, `everyMs` apart; all are unknown. */
  function reach(count: number, everyMs: number): number {
    let reached = 0;
    for (let sent = 0; sent < count; sent++, now += everyMs) {
      if (!unknown.admit(ADDRESS)) continue;
      reached++;
      unknown.note(ADDRESS);
    }
    return reached;
  }

  it('reach the store 600 times at once, then ten times a second for as long as they come', () => {
    expect(reach(1_000, 0)).toBe(601);
    const seconds = Array.from({ length: 120 }, () => reach(1_000, 1));
    expect(seconds).toEqual([9, ...Array<number>(119).fill(10)]);
    expect(unknown.admit('192.0.2.2')).toBe(true);
  });

  it('are not limited at nine a second', () => expect(reach(5_400, 112)).toBe(5_400));

  it('are not limited any more once half of what is allowed has come back', () => {
    reach(1_000, 0);
    now += 30_000;
    expect(reach(300, 0)).toBe(300);
  });

  it('are not limited below that, however late they turn out to be unknown', () => {
    for (let sent = 0; sent < 400; sent++) unknown.note(ADDRESS);
    expect([1, 2, 3].map(() => unknown.admit(ADDRESS))).toEqual([true, true, true]);
  });

  it('are remembered of 8,192 addresses, and forgotten of the one that was longest untouched', () => {
    reach(1_000, 0);
    const others = (from: number, count: number) => {
      for (let other = from; other < from + count; other++) unknown.note(`2001:db8:0:${other.toString(16)}::/64`);
    };
    others(0, 8_191);
    expect(unknown.admit(ADDRESS)).toBe(false);
    others(8_191, 1);
    expect(unknown.admit(ADDRESS)).toBe(true);
  });

  it('are counted by a clock that only goes forward, where no other is given', () => {
    const byClock = new UnknownTokens({ unknown: 2, windowSeconds: 3_600 });
    for (let sent = 0; sent < 3; sent++) byClock.note(ADDRESS);
    expect([1, 2].map(() => byClock.admit(ADDRESS))).toEqual([true, false]);
  });
});
