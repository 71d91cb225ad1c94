import { jest } from '@jest/globals';
import { Patience } from './patience.js';

const never = new AbortController().signal;

describe('Patience', () => {
  beforeEach(() => void jest.useFakeTimers({ now: 0 }));
  afterEach(() => void jest.useRealTimers());

  it('ends after its limit', () => {
    const patience = new Patience(60_000, never);
    expect(patience.next(undefined, 'no')).toBeLessThanOrEqual(250);
    jest.advanceTimersByTime(60_000);
    expect(patience.next(undefined, 'no')).toBeUndefined();
  });

  it('has no limit when it is 0, as long as nothing can have been written', () => {
    const patience = new Patience(0, never);
    jest.advanceTimersByTime(86_400_000);
    expect(patience.next(undefined, 'no')).toBeDefined();
    expect(patience.uncertain).toBe(false);
  });

  it('never repeats what may have been written after its ids are forgotten', () => {
    const patience = new Patience(0, never);
    patience.next(undefined, 'unknown');
    jest.advanceTimersByTime(500_000);
    expect(patience.next(undefined, 'no')).toBeDefined();
    jest.advanceTimersByTime(50_000);
    expect(patience.next(undefined, 'no')).toBeUndefined();
    expect(patience.uncertain).toBe(true);
  });

  it('is short once it is interrupted', () => {
    const patience = new Patience(0, AbortSignal.abort());
    jest.advanceTimersByTime(5_000);
    expect(patience.next(undefined, 'no')).toBeUndefined();
  });

  it('waits as long as it is asked to', () => {
    expect(new Patience(60_000, never).next(7_000, 'no')).toBeGreaterThanOrEqual(7_000);
    expect(new Patience(60_000, never).next(70_000, 'no')).toBeUndefined();
  });
});
