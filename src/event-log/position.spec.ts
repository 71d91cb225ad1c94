// Clients send positions back: a text that the service did not write must not be accepted as a position.
import fc from 'fast-check';
import { formatPosition, parsePosition, samePosition } from './position.js';

const digits = fc.integer({ min: 0, max: 999_999_999_999_999 });
const epoch = fc.stringMatching(/^[0-9a-z]{1,16}$/);
const position = fc.record({ epoch, ms: digits, n: digits });

describe('a position', () => {
  it('is read back as it was written', () => {
    fc.assert(fc.property(position, (given) => expect(parsePosition(formatPosition(given))).toEqual(given)));
  });

  it('has one spelling', () => {
    const nearly = fc.oneof(fc.string(), fc.stringMatching(/^[0-9a-zA-Z]{0,3}-[0-9+. -]{0,4}-[0-9+e. -]{0,4}\s?$/));
    const property = fc.property(nearly, (text) => {
      const read = parsePosition(text);
      expect(read === undefined || formatPosition(read) === text).toBe(true);
    });
    fc.assert(property, { numRuns: 1_000 });
  });

  it.each([
    ['', 'nothing'],
    ['epoch-1', 'two parts'],
    ['epoch-1-2-3', 'four parts'],
    ['epoch-01-1', 'a leading zero'],
    ['epoch-1--1', 'a sign'],
    ['epoch-1e3-1', 'an exponent'],
    ['Epoch-1-1', 'an upper-case epoch'],
    ['epoch-1-1\n', 'a line feed'],
    ['epoch-1-1\0', 'a NUL'],
    [' epoch-1-1', 'a space'],
    ['epoch-1-1234567890123456', 'too many digits'],
    [`${'e'.repeat(17)}-1-1`, 'a long epoch'],
    ['epoch-١-1', 'digits of another script'],
  ])('is not %j: %s', (text) => expect(parsePosition(text)).toBeUndefined());

  it('is the same only if all its parts are', () => {
    const one = { epoch: 'e', ms: 1, n: 2 };
    expect(samePosition(one, { ...one })).toBe(true);
    for (const part of [{ epoch: 'f' }, { ms: 2 }, { n: 3 }])
      expect(samePosition(one, { ...one, ...part })).toBe(false);
  });
});
