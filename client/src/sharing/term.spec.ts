import { compareTerms, NO_TERM, termAfter } from './term.js';

describe('a term', () => {
  it('is newer than every one that its leader has heard of, whatever the clock says', () => {
    const later = { since: Date.now() + 3_600_000, leader: 'b' };
    expect(compareTerms(termAfter(NO_TERM, 'a'), NO_TERM)).toBeGreaterThan(0);
    expect(compareTerms(termAfter(later, 'a'), later)).toBeGreaterThan(0);
  });

  it('has one order, also when two begin in the same millisecond', () => {
    const [a, b] = [
      { since: 1, leader: 'a' },
      { since: 1, leader: 'b' },
    ] as const;
    expect([compareTerms(a, b), compareTerms(b, a), compareTerms(a, a)].map(Math.sign)).toEqual([-1, 1, 0]);
  });
});
