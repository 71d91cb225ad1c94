// The service measures every body before it parses it: a measure that is too low lets one caller use memory that the others need.
import fc from 'fast-check';
import { CONTAINER_BYTES, SLOT_BYTES } from './body-limits.js';
import { measureJson } from './measure-json.js';

const measure = (json: string, maxDepth = 100) => measureJson(Buffer.from(json), maxDepth);

function depthOf(value: unknown): number {
  return typeof value === 'object' && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0;
}

function containersIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return Object.values(value).reduce((sum: number, part) => sum + containersIn(part), 1);
}

describe('JSON is measured', () => {
  it('as deep as it is, and with all its lists and objects', () => {
    const options = { seed: 1, numRuns: 500 };
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 8 }), (value) => {
        const json = JSON.stringify(value, null, 1);
        const depth = depthOf(value);
        expect(measure(json, depth)).toBeLessThan(Infinity);
        if (depth > 0) expect(measure(json, depth - 1)).toBe(Infinity);
        const parsed: unknown = JSON.parse(json);
        expect(measure(json)).toBeGreaterThanOrEqual(containersIn(parsed) * CONTAINER_BYTES);
      }),
      options,
    );
  });

  it.each([
    ['text with brackets and commas', '"[[,{"', 0],
    ['text with quotes', String.raw`"\"[" ,`, SLOT_BYTES],
    ['text that ends with a backslash', String.raw`"\\"[`, CONTAINER_BYTES],
    ['text without an end', '"[[[', 0],
    ['text that ends in the middle of an escape', '"\\', 0],
    ['more brackets closed than opened', ']]]][[', 2 * CONTAINER_BYTES],
    ['long text', `"${'['.repeat(500)}",`, SLOT_BYTES],
    ['long text with quotes', `"${'[[[[[[[[[\\"'.repeat(200)}[",`, SLOT_BYTES],
    ['long text that ends with backslashes', `"${'['.repeat(100)}${'\\'.repeat(100)}"[`, CONTAINER_BYTES],
    ['long text whose backslashes end with a quote', `"${'['.repeat(63)}${'\\'.repeat(51)}"[",`, SLOT_BYTES],
    ['long text without an end', `"${'['.repeat(500)}`, 0],
  ])('with %s', (_, json, bytes) => expect(measure(json, 2)).toBe(bytes));
});
