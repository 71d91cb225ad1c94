// A token that is valid after its expiry opens a stream that it must not; entries that are never dropped fill the memory.
import fc from 'fast-check';
import { ExpiringMap } from './expiring-map.js';

type Step =
  | { readonly do: 'set'; readonly key: string; readonly ttl: number }
  | { readonly do: 'take'; readonly key: string }
  | { readonly do: 'get'; readonly key: string }
  | { readonly do: 'drop expired' | 'wait'; readonly ms: number };

const key = fc.constantFrom('a', 'b', 'c', 'd');
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('set' as const), key, ttl: fc.integer({ min: 1, max: 5 }) }),
  fc.record({ do: fc.constant('take' as const), key }),
  fc.record({ do: fc.constant('get' as const), key }),
  fc.record({ do: fc.constantFrom('drop expired' as const, 'wait' as const), ms: fc.integer({ min: 0, max: 3_000 }) }),
);

describe('a map whose entries expire', () => {
  it('returns a value until it expires, and not at that very moment', () => {
    let now = 0;
    const map = new ExpiringMap<string>(() => now);
    map.set('a', 'value', 2);
    now = 1_999;
    expect(map.get('a')).toBe('value');
    now = 2_000;
    expect([map.get('a'), map.take('a'), map.size]).toEqual([undefined, undefined, 0]);
  });

  it('returns a taken value once', () => {
    const map = new ExpiringMap<string>();
    map.set('a', 'value', 60);
    expect([map.take('a'), map.take('a'), map.get('a')]).toEqual(['value', undefined, undefined]);
  });

  it('drops expired entries while it is being written to', () => {
    let now = 0;
    const map = new ExpiringMap<number>(() => now);
    for (; now < 600_000; now += 100) map.set(`${now}`, now, 60);
    expect(map.size).toBeLessThanOrEqual(601);
  });

  it('drops expired entries behind one that is written again and again, or lives long', () => {
    let now = 0;
    const map = new ExpiringMap<number>(() => now);
    map.set('long', 0, 86_400);
    for (; now < 600_000; now += 100) {
      map.set('again', now, 60);
      map.set(`${now}`, now, 1);
    }
    expect(map.size).toBeLessThanOrEqual(130);
  });

  it('drops the oldest first, and nothing when it is empty', () => {
    const map = new ExpiringMap<string>();
    map.dropOldest();
    map.set('a', 'first', 60);
    map.set('b', 'second', 1);
    map.dropOldest();
    expect([...map.values()]).toEqual(['second']);
  });

  it('behaves like a plain map whose entries are compared with the time at every access', () => {
    const property = fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      let now = 0;
      const map = new ExpiringMap<number>(() => now);
      const model = new Map<string, { value: number; until: number }>();
      const expected = (wanted: string) => {
        const entry = model.get(wanted);
        return entry && entry.until > now ? entry.value : undefined;
      };
      steps.forEach((one, index) => {
        if (one.do === 'set') {
          map.set(one.key, index, one.ttl);
          model.set(one.key, { value: index, until: now + one.ttl * 1_000 });
        } else if (one.do === 'get') expect(map.get(one.key)).toBe(expected(one.key));
        else if (one.do === 'take') {
          expect(map.take(one.key)).toBe(expected(one.key));
          model.delete(one.key);
        } else {
          now += one.ms;
          if (one.do === 'drop expired') map.dropExpired();
        }
      });
      map.dropExpired();
      expect(map.size).toBe([...model.values()].filter(({ until }) => until > now).length);
    });
    fc.assert(property, { numRuns: 300 });
  });
});
