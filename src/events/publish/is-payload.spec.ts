// The size of most payloads is estimated, without making their JSON: a wrong estimate would accept a payload that no stream can
// carry, or refuse one that the documentation allows.
import { validateSync } from 'class-validator';
import fc from 'fast-check';
import { PAYLOAD_MAX_BYTES, PAYLOAD_MAX_DEPTH } from '../../validation/event-rules.js';
import { IsPayload } from './is-payload.js';
import { anyCharacter } from '../../../test/support/any-character.js';

class Holder {
  @IsPayload()
  payload: unknown;
}

function passes(payload: unknown): boolean {
  return validateSync(Object.assign(new Holder(), { payload })).length === 0;
}

/** A payload whose JSON has exactly `bytes`, all of them `unit` but for the frame. */
function ofSize(bytes: number, unit = 'x'): { text: string } {
  const frame = JSON.stringify({ text: '' }).length;
  const unitBytes = Buffer.byteLength(JSON.stringify(unit)) - 2;
  const units = Math.floor((bytes - frame) / unitBytes);
  return { text: unit.repeat(units) + 'x'.repeat(bytes - frame - units * unitBytes) };
}

function nested(depth: number): unknown {
  return depth === 0 ? 1 : { in: nested(depth - 1) };
}

describe('a payload', () => {
  it.each(['x', '\u0001', '"', 'é', '\u2028', '\ud800', '😀'])('of %j may have 64 KiB of JSON, and no more', (unit) => {
    expect(Buffer.byteLength(JSON.stringify(ofSize(PAYLOAD_MAX_BYTES, unit)))).toBe(PAYLOAD_MAX_BYTES);
    expect(passes(ofSize(PAYLOAD_MAX_BYTES, unit))).toBe(true);
    expect(passes(ofSize(PAYLOAD_MAX_BYTES + 1, unit))).toBe(false);
  });

  it('fits exactly when its JSON does, whatever is in it', () => {
    const property = fc.property(fc.dictionary(fc.string({ unit: anyCharacter }), fc.jsonValue()), (payload) => {
      // Repeated until it is near the limit, so that both outcomes happen.
      const one = Buffer.byteLength(JSON.stringify(payload));
      for (const times of [Math.floor(PAYLOAD_MAX_BYTES / one), Math.ceil(PAYLOAD_MAX_BYTES / (one + 1)) - 1]) {
        const many = { list: Array.from({ length: Math.max(0, times) }, () => payload) };
        expect(passes(many)).toBe(Buffer.byteLength(JSON.stringify(many)) <= PAYLOAD_MAX_BYTES);
      }
    });
    fc.assert(property, { numRuns: 200 });
  });

  // What takes the most bytes for what it is.
  it.each([
    ['numbers', (count: number) => ({ list: Array<number>(count).fill(Number('-1.2345678901234567e-300')) })],
    ['keys', (count: number) => ({ ['x'.repeat(count)]: 0 })],
    ['keys to be escaped', (count: number) => ({ ['\u0001'.repeat(count)]: 0 })],
    ['short keys', (count: number) => Object.fromEntries(Array.from({ length: count }, (_, key) => [`${key}`, '']))],
    ['empty lists', (count: number) => ({ list: Array.from({ length: count }, () => []) })],
  ])('fits exactly when its JSON does, if it is full of %s', (_, made) => {
    const fits = (count: number) => Buffer.byteLength(JSON.stringify(made(count))) <= PAYLOAD_MAX_BYTES;
    let [most, tooMany] = [1, PAYLOAD_MAX_BYTES];
    while (tooMany - most > 1) {
      const middle = (most + tooMany) >> 1;
      if (fits(middle)) most = middle;
      else tooMany = middle;
    }
    expect(passes(made(most))).toBe(true);
    expect(passes(made(tooMany))).toBe(false);
  });

  it('may be so deep, and no deeper', () => {
    expect(passes(nested(PAYLOAD_MAX_DEPTH))).toBe(true);
    expect(passes(nested(PAYLOAD_MAX_DEPTH + 1))).toBe(false);
    expect(passes({ list: [[nested(PAYLOAD_MAX_DEPTH - 2)]] })).toBe(false);
  });

  it.each([null, 'text', 1, [], undefined, { n: Infinity }, { deep: [{ n: -Infinity }] }])('is not %p', (payload) =>
    expect(passes(payload)).toBe(false),
  );
});
