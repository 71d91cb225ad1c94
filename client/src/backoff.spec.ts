import { Backoff } from './backoff.js';

describe('Backoff', () => {
  it('doubles a window from which chance picks, up to the cap', () => {
    const backoff = new Backoff({ baseMs: 100, capMs: 500, random: () => 1 });
    expect([1, 2, 3, 4, 5].map(() => backoff.next())).toEqual([100, 200, 400, 500, 500]);
  });

  it('uses the whole window', () => {
    expect(new Backoff({ baseMs: 100, random: () => 0 }).next()).toBe(0);
  });

  it('never comes back before the time the service asked for', () => {
    expect(new Backoff({ random: () => 0 }).next(4_000)).toBe(4_000);
    expect(new Backoff({ baseMs: 100, random: () => 0.5 }).next(4_000)).toBe(4_050);
  });

  it('does not wait for hours because a header says so', () => {
    expect(new Backoff({ random: () => 0 }).next(1e12)).toBe(600_000);
  });

  it('begins again after a success', () => {
    const backoff = new Backoff({ baseMs: 100, random: () => 1 });
    backoff.next();
    backoff.next();
    backoff.reset();
    expect(backoff.next()).toBe(100);
  });

  it('stays finite after a thousand failures', () => {
    const backoff = new Backoff({ capMs: 500, random: () => 1 });
    for (let i = 0; i < 1_000; i++) backoff.next();
    expect(backoff.next()).toBe(500);
  });
});
