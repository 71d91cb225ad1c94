// What an instance missed while it was cut off is found here, and what the store lost in a failover is brought back from here: a
// revocation that both forget would let a revoked principal in again.
import { Generations } from './generations.js';
import { KnownRevocations } from './known-revocations.js';
import { type Revocation } from './revocation.js';
import { type Recorded } from './revocation-records.js';

describe('what an instance knows of revocations', () => {
  let generations: Generations;
  let told: Revocation[];
  let known: KnownRevocations;

  beforeEach(() => {
    generations = new Generations();
    told = [];
    known = new KnownRevocations(generations, (revocation) => told.push(revocation));
  });

  /** What the store has: generations of principals by name. */
  function recorded(some: Record<string, number>, more: Partial<Recorded> = {}): Recorded {
    const newest = Math.max(0, ...Object.values(some));
    const pairs = Object.entries(some).map(([name, generation]) => [`principal:${name}`, generation] as const);
    return { newest, floor: 0, told: true, generations: new Map(pairs), ...more };
  }

  describe('by the notice of one', () => {
    it('is told each once, in order', () => {
      expect([known.hear(1, 'principal:a'), known.hear(2, 'stream:one'), known.hear(2, 'stream:one')]).toEqual([
        ...[true, true, true],
      ]);
      expect(told).toEqual([
        { principal: 'a', generation: 1 },
        { stream: 'one', generation: 2 },
      ]);
      expect([known.heard, known.newest]).toEqual([2, 2]);
    });

    it.each<[string, number, string | undefined]>([
      ['does not follow the last one', 3, 'principal:a'],
      ['names nobody', 2, undefined],
      ['names nobody that can be revoked', 2, 'session:a'],
    ])('wants to read all again after one that %s', (_, number, key) => {
      known.hear(1, 'principal:b');
      expect(known.hear(number, key)).toBe(false);
      expect([known.heard, told.length]).toEqual([1, 1]);
    });

    it('says nothing of what it knew from elsewhere', () => {
      generations.raise('principal:a', 1);
      expect([known.hear(1, 'principal:a'), known.heard, told]).toEqual([true, 1, []]);
    });
  });

  describe('by reading all', () => {
    it('is told nothing the first time, when nothing was open, and knows it all the same', () => {
      expect(known.compare(recorded({ a: 3 }, { floor: 1 }), 0)).toBeUndefined();
      expect([told, known.heard, known.newest, generations.floor]).toEqual([[], 3, 3, 1]);
      expect(known.hear(4, 'principal:b')).toBe(true);
    });

    it('is told afterwards what rose since, once', () => {
      known.compare(recorded({}), 0);
      const now = recorded({ a: 1, b: 3 });
      for (let time = 0; time < 2; time++) expect(known.compare(now, known.newest)).toBeUndefined();
      expect(told).toEqual([
        { principal: 'a', generation: 1 },
        { principal: 'b', generation: 3 },
      ]);
      known.compare(recorded({ a: 4, b: 3 }), 3);
      expect(told.slice(2)).toEqual([{ principal: 'a', generation: 4 }]);
    });

    it('passes over what cannot be revoked, and counts its number', () => {
      known.compare(recorded({}), 0);
      const generationsOf = new Map([['session:a', 2]]);
      known.compare(recorded({}, { newest: 2, generations: generationsOf }), 0);
      expect([told, known.heard, generations.of('session:a')]).toEqual([[], 2, 0]);
    });

    it('ends everyone where more was forgotten than it has heard of, and nobody where it has heard of all', () => {
      known.compare(recorded({ a: 5 }), 0);
      known.compare(recorded({ a: 5 }, { floor: 5 }), 5);
      expect(told).toEqual([]);
      known.compare(recorded({ b: 9 }, { floor: 8 }), 5);
      expect(told).toEqual([
        { everyone: true, generation: 8 },
        { principal: 'b', generation: 9 },
      ]);
    });

    it('keeps to the highest number that it has heard', () => {
      for (const number of [1, 2]) known.hear(number, 'principal:a');
      known.compare(recorded({ a: 1 }, { newest: 1 }), 1);
      expect(known.heard).toBe(2);
    });
  });

  describe('that the store has lost', () => {
    /** a: 2, b: 4, and a floor of 1. */
    beforeEach(() => void known.compare(recorded({ a: 2, b: 4 }, { floor: 1 }), 0));
    const MISSING = { a: ['principal:a', 2], b: ['principal:b', 4] };

    it.each<[string, Recorded, unknown[]]>([
      ['all of it', recorded({}), [MISSING.a, MISSING.b]],
      ['the newest', recorded({ a: 2 }, { floor: 1 }), [MISSING.b]],
      ['its floor', recorded({ a: 2, b: 4 }), []],
      ['one in between', recorded({ b: 4 }, { floor: 1 }), [MISSING.a]],
      ['how far one had risen', recorded({ a: 2, b: 3 }, { newest: 4, floor: 1 }), [MISSING.b]],
    ])('is given back: %s', (_, now, missing) => {
      expect(known.compare(now, 4)).toEqual({ newest: 4, floor: 1, generations: missing, told: true });
      expect(told).toEqual([]);
    });

    it.each<[string, Recorded, number]>([
      ['nothing', recorded({ a: 2, b: 4 }, { floor: 1 }), 4],
      ['what came after it was asked', recorded({ a: 2 }, { newest: 3, floor: 1 }), 3],
      ['what was forgotten below a higher floor', recorded({ b: 4 }, { floor: 2 }), 4],
      ['all below a higher floor', recorded({}, { newest: 5, floor: 5 }), 4],
    ])('is not: %s', (_, now, asked) => expect(known.compare(now, asked)).toBeUndefined());

    it('is given back by who finds the control stream missing, if only that', () => {
      const now = recorded({ a: 2, b: 4 }, { floor: 1, told: false });
      expect(known.compare(now, 4)).toEqual({ newest: 4, floor: 1, generations: [], told: false });
    });

    it('makes what rose there newer than all that is known: its number may have been given twice', () => {
      const lost = known.compare(recorded({ c: 3 }, { floor: 1 }), 4);
      expect(told).toEqual([{ principal: 'c', generation: 5 }]);
      expect(lost).toMatchObject({ newest: 5, generations: [MISSING.a, MISSING.b, ['principal:c', 5]] });
      known.compare(recorded({ d: 9 }, { floor: 1 }), 5);
      expect(told.at(-1)).toEqual({ principal: 'd', generation: 10 });
    });
  });
});
