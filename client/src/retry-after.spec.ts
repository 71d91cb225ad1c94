import { retryAfterMs } from './retry-after.js';

describe('retryAfterMs', () => {
  it.each([
    [null, undefined],
    ['7', 7_000],
    ['0', 0],
    ['Sun, 22 Nov 2026 08:00:09 GMT', 9_000],
    ['Sun, 22 Nov 2026 07:00:00 GMT', 0],
    ['soon', undefined],
  ])('reads %j', (header, expected) => {
    expect(retryAfterMs(header, Date.parse('2026-11-22T08:00:00Z'))).toBe(expected);
  });
});
