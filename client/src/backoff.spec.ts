import { Backoff } from './backoff.js';

describe('Backoff', () => {
  it('doubles the window after each failure, up to the cap', () => {
    const backoff = new Backoff({ baseMs: 100, capMs: 500, random: () => 1 });
    expect([1, 2, 3, 4, 5].map(() => backoff.next())).toEqual([100, 200, 400, 500, 500]);
  });

  it('picks a wait from the whole window', () => {
    expect(new Backoff({ baseMs: 100, random: () => 0 }).next()).toBe(0);
  });

  it('waits at least as long as the service asked for', () => {
    expect(new Backoff({ random: () => 0 }).next(4_000)).toBe(4_000);
    expect(new Backoff({ baseMs: 100, random: () => 0.5 }).next(4_000)).toBe(4_050);
  });

  it('waits at most ten minutes because the service asked for it', () => {
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
