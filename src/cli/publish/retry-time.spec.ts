import { jest } from '@jest/globals';
import { RetryTime } from './retry-time.js';

const never = new AbortController().signal;

describe('RetryTime', () => {
  beforeEach(() => void jest.useFakeTimers({ now: 0 }));
  afterEach(() => void jest.useRealTimers());

  it('ends after its limit', () => {
    const retryTime = new RetryTime(60_000, never);
    expect(retryTime.next(undefined, 'no')).toBeLessThanOrEqual(250);
    jest.advanceTimersByTime(60_000);
    expect(retryTime.next(undefined, 'no')).toBeUndefined();
  });

  it('has no limit with 0, as long as no attempt can have published the batch', () => {
    const retryTime = new RetryTime(0, never);
    jest.advanceTimersByTime(86_400_000);
    expect(retryTime.next(undefined, 'no')).toBeDefined();
    expect(retryTime.uncertain).toBe(false);
  });

  it('ends before the service has forgotten the ids of a batch that may be published', () => {
    const retryTime = new RetryTime(0, never);
    retryTime.next(undefined, 'unknown');
    jest.advanceTimersByTime(500_000);
    expect(retryTime.next(undefined, 'no')).toBeDefined();
    jest.advanceTimersByTime(50_000);
    expect(retryTime.next(undefined, 'no')).toBeUndefined();
    expect(retryTime.uncertain).toBe(true);
  });

  it('is short after an interruption', () => {
    const retryTime = new RetryTime(0, AbortSignal.abort());
    jest.advanceTimersByTime(5_000);
    expect(retryTime.next(undefined, 'no')).toBeUndefined();
  });

  it('waits as long as the service asks', () => {
    expect(new RetryTime(60_000, never).next(7_000, 'no')).toBeGreaterThanOrEqual(7_000);
    expect(new RetryTime(60_000, never).next(70_000, 'no')).toBeUndefined();
  });
});
