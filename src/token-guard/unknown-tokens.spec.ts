import { UnknownTokens } from './unknown-tokens.js';

const ADDRESS = '192.0.2.1';

describe('unknown tokens of an address', () => {
  let now: number;
  let unknown: UnknownTokens;
  beforeEach(() => {
    now = 1_000_000;
    unknown = new UnknownTokens({ unknown: 600, windowSeconds: 60 }, () => now);
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
    for (let second = 0; second < 120; second++) expect(reach(1_000, 1)).toBeLessThanOrEqual(10);
    expect(unknown.admit('192.0.2.2')).toBe(true);
  });

  it('are not limited at nine a second', () => expect(reach(5_400, 112)).toBe(5_400));

  it('are not limited any more once half of what is allowed has come back', () => {
    reach(1_000, 0);
    now += 30_000;
    expect(reach(300, 0)).toBe(300);
  });
});
