// A key forgotten too early publishes a retried event twice; keys that are never forgotten fill the memory.
import { IdempotencyKeys } from './idempotency-keys.js';

const MINUTE = 60_000;
const POSITION = { epoch: 'e', ms: 1, n: 1 };

describe('idempotency keys', () => {
  let now = 0;
  let keys: IdempotencyKeys;
  beforeEach(() => {
    now = 12_345;
    keys = new IdempotencyKeys(1_000, () => now);
  });

  it('are unknown until they are remembered', () => {
    expect(keys.find('a')).toBeUndefined();
    keys.remember('a', POSITION);
    expect(keys.find('a')).toEqual(POSITION);
  });

  it.each([0, 1, 9.99])('are remembered for ten minutes, also when given %d minutes into a period', (into) => {
    now += into * MINUTE;
    keys.remember('a', POSITION);
    now += 10 * MINUTE - 1;
    expect(keys.find('a')).toEqual(POSITION);
  });

  it('are forgotten after twenty', () => {
    keys.remember('a', POSITION);
    now += 20 * MINUTE;
    expect(keys.find('a')).toBeUndefined();
  });

  it('are forgotten earlier when there are many, but for the newest', () => {
    const given = Array.from({ length: 5_000 }, (_, index) => `id-${index}`);
    for (const id of given) keys.remember(id, POSITION);
    const found = given.filter((id) => keys.find(id));
    expect(found.length).toBeGreaterThanOrEqual(1_000);
    expect(found.length).toBeLessThanOrEqual(2_000);
    expect(found.at(-1)).toBe('id-4999');
  });

  it('are forgotten after a long silence, too', () => {
    keys.remember('a', POSITION);
    now += 24 * 60 * MINUTE;
    keys.remember('b', POSITION);
    expect([keys.find('a'), keys.find('b')]).toEqual([undefined, POSITION]);
  });
});
