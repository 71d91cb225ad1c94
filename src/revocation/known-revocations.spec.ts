// An instance finds here the revocations that it missed while it was cut off, and those that the store lost in a failover: a revocation
// that is lost in both places would let a revoked principal in again.
import { Generations } from './generations.js';
import { KnownRevocations } from './known-revocations.js';
import { type Revocation } from './revocation.js';
import { type StoredRevocations } from './revocation-records.js';

describe('what an instance knows of revocations', () => {
  let generations: Generations;
  let notified: Revocation[];
  let known: KnownRevocations;

  beforeEach(() => {
    generations = new Generations();
    notified = [];
    known = new KnownRevocations(generations, (revocation) => notified.push(revocation));
  });

  /** What the store has: generations of principals by name. */
  function stored(some: Record<string, number>, more: Partial<StoredRevocations> = {}): StoredRevocations {
    const newest = Math.max(0, ...Object.values(some));
    const pairs = Object.entries(some).map(([name, generation]) => [`principal:${name}`, generation] as const);
    return { newest, floor: 0, controlUsable: true, generations: new Map(pairs), ...more };
  }

  describe('by one entry of the control stream', () => {
    it('reports each once, in order', () => {
      expect([known.apply(1, 'principal:a'), known.apply(2, 'stream:one'), known.apply(2, 'stream:one')]).toEqual([
        ...[true, true, true],
      ]);
      expect(notified).toEqual([
        { principal: 'a', generation: 1 },
        { stream: 'one', generation: 2 },
      ]);
      expect([known.appliedUpTo, known.newest]).toEqual([2, 2]);
    });

    it.each<[string, number, string | undefined]>([
      ['does not follow the last one', 3, 'principal:a'],
      ['names nobody', 2, undefined],
      ['names nobody that can be revoked', 2, 'session:a'],
    ])('returns false after one that %s', (_, number, key) => {
      known.apply(1, 'principal:b');
      expect(known.apply(number, key)).toBe(false);
      expect([known.appliedUpTo, notified.length]).toEqual([1, 1]);
    });

    it('does not report a generation that it knew already', () => {
      generations.raise('principal:a', 1);
      expect([known.apply(1, 'principal:a'), known.appliedUpTo, notified]).toEqual([true, 1, []]);
    });
  });

  describe('by reading all', () => {
    it('reports nothing the first time, when no stream was open, and applies it all the same', () => {
      expect(known.compare(stored({ a: 3 }, { floor: 1 }), 0)).toBeUndefined();
      expect([notified, known.appliedUpTo, known.newest, generations.floor]).toEqual([[], 3, 3, 1]);
      expect(known.apply(4, 'principal:b')).toBe(true);
    });

    it('reports afterwards each generation that rose, once', () => {
      known.compare(stored({}), 0);
      const now = stored({ a: 1, b: 3 });
      for (let time = 0; time < 2; time++) expect(known.compare(now, known.newest)).toBeUndefined();
      expect(notified).toEqual([
        { principal: 'a', generation: 1 },
        { principal: 'b', generation: 3 },
      ]);
      known.compare(stored({ a: 4, b: 3 }), 3);
      expect(notified.slice(2)).toEqual([{ principal: 'a', generation: 4 }]);
    });

    it('skips what cannot be revoked, and counts its number', () => {
      known.compare(stored({}), 0);
      const generationsOf = new Map([['session:a', 2]]);
      known.compare(stored({}, { newest: 2, generations: generationsOf }), 0);
      expect([notified, known.appliedUpTo, generations.of('session:a')]).toEqual([[], 2, 0]);
    });

    it('revokes everyone where the floor is above what it has applied, and nobody where it has applied all', () => {
      known.compare(stored({ a: 5 }), 0);
      known.compare(stored({ a: 5 }, { floor: 5 }), 5);
      expect(notified).toEqual([]);
      known.compare(stored({ b: 9 }, { floor: 8 }), 5);
      expect(notified).toEqual([
        { everyone: true, generation: 8 },
        { principal: 'b', generation: 9 },
      ]);
    });

    it('keeps the highest number that it has applied', () => {
      for (const number of [1, 2]) known.apply(number, 'principal:a');
      known.compare(stored({ a: 1 }, { newest: 1 }), 1);
      expect(known.appliedUpTo).toBe(2);
    });
  });

  describe('that the store has lost', () => {
    /** a: 2, b: 4, and a floor of 1. */
    beforeEach(() => void known.compare(stored({ a: 2, b: 4 }, { floor: 1 }), 0));
    const MISSING = { a: ['principal:a', 2], b: ['principal:b', 4] };

    it.each<[string, StoredRevocations, unknown[]]>([
      ['all of it', stored({}), [MISSING.a, MISSING.b]],
      ['the newest', stored({ a: 2 }, { floor: 1 }), [MISSING.b]],
      ['its floor', stored({ a: 2, b: 4 }), []],
      ['one in between', stored({ b: 4 }, { floor: 1 }), [MISSING.a]],
      ['how far one had risen', stored({ a: 2, b: 3 }, { newest: 4, floor: 1 }), [MISSING.b]],
    ])('is given back: %s', (_, now, missing) => {
      expect(known.compare(now, 4)).toEqual({ newest: 4, floor: 1, generations: missing, controlUsable: true });
      expect(notified).toEqual([]);
    });

    it.each<[string, StoredRevocations, number]>([
      ['nothing', stored({ a: 2, b: 4 }, { floor: 1 }), 4],
      ['what came after it was asked', stored({ a: 2 }, { newest: 3, floor: 1 }), 3],
      ['what was forgotten below a higher floor', stored({ b: 4 }, { floor: 2 }), 4],
      ['all below a higher floor', stored({}, { newest: 5, floor: 5 }), 4],
    ])('is not: %s', (_, now, asked) => expect(known.compare(now, asked)).toBeUndefined());

    it('includes the control stream, even if that alone is missing', () => {
      const now = stored({ a: 2, b: 4 }, { floor: 1, controlUsable: false });
      expect(known.compare(now, 4)).toEqual({ newest: 4, floor: 1, generations: [], controlUsable: false });
    });

    it('gives what rose there a number above all known ones, since its number may have been given twice', () => {
      const lost = known.compare(stored({ c: 3 }, { floor: 1 }), 4);
      expect(notified).toEqual([{ principal: 'c', generation: 5 }]);
      expect(lost).toMatchObject({ newest: 5, generations: [MISSING.a, MISSING.b, ['principal:c', 5]] });
      known.compare(stored({ d: 9 }, { floor: 1 }), 5);
      expect(notified.at(-1)).toEqual({ principal: 'd', generation: 10 });
    });
  });
});
