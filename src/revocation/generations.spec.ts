// These numbers decide which tokens and streams are revoked: removing a generation may revoke more, and never less.
import { Generations } from './generations.js';

const A = 'principal:a';
const B = 'principal:b';

describe('generations', () => {
  let generations: Generations;
  beforeEach(() => (generations = new Generations(3)));
  const kept = () => Object.fromEntries(generations);

  it('are numbered by revocation, whoever is revoked', () => {
    expect([A, B, A].map((key) => generations.next(key))).toEqual([1, 2, 3]);
    expect([generations.of(A), generations.of(B), generations.of('principal:c'), generations.newest]).toEqual([
      3, 2, 0, 3,
    ]);
  });

  it('only rise, and say whether they did', () => {
    expect([5, 5, 4, 6].map((generation) => generations.raise(A, generation))).toEqual([true, false, false, true]);
    expect(generations.raise(B, 2)).toBe(true);
    expect([generations.of(A), generations.newest]).toEqual([6, 6]);
    expect(generations.next(B)).toBe(7);
  });

  it('revoke what was granted before, and nothing that was granted since', () => {
    generations.next(A);
    generations.next(B);
    const revoked = (principal: string, generation?: number) => generations.revokes({ principal, generation });
    expect([revoked('a'), revoked('a', 0), revoked('a', 1), revoked('b', 1), revoked('b', 2)]).toEqual([
      ...[true, true, false],
      ...[true, false],
    ]);
    expect([revoked('c'), revoked('c', 1)]).toEqual([false, false]);
  });

  it('revoke a stream by its id, and no other of its principal', () => {
    generations.next(A);
    generations.next('stream:one');
    const of = (stream?: string) => generations.revokes({ principal: 'a', generation: 1, stream });
    expect([of('one'), of('two'), of()]).toEqual([true, false, false]);
    expect(generations.revokes({ principal: 'a', generation: 2, stream: 'one' })).toBe(false);
  });

  it('are kept of those that rose last; the oldest that is forgotten becomes the floor of all', () => {
    for (const key of [A, B, 'principal:c']) generations.next(key);
    expect([generations.next(A), generations.floor]).toEqual([4, 0]);
    generations.next('principal:d');
    expect([generations.floor, kept()]).toEqual([2, { 'principal:c': 3, [A]: 4, 'principal:d': 5 }]);
    expect([generations.of(B), generations.of('principal:e')]).toEqual([2, 2]);
    expect(generations.revokes({ principal: 'e', generation: 1 })).toBe(true);
  });

  it('are forgotten up to a floor that is raised, which never falls', () => {
    for (const key of [A, B, 'principal:c']) generations.next(key);
    generations.raiseFloor(2);
    expect([generations.floor, kept(), generations.newest]).toEqual([2, { 'principal:c': 3 }, 3]);
    generations.raiseFloor(1);
    expect([generations.floor, generations.raise(A, 2), generations.raise(A, 3)]).toEqual([2, false, true]);
    generations.raiseFloor(9);
    expect([generations.newest, kept(), generations.next(B)]).toEqual([9, {}, 10]);
  });

  it('are kept of 10,000 where nothing else is said', () => {
    generations = new Generations();
    for (let one = 0; one < 10_000; one++) generations.next(`principal:${one}`);
    expect(generations.floor).toBe(0);
    generations.next(A);
    expect(generations.floor).toBe(1);
  });
});
