// Only the scope keeps one customer from seeing the events of another: no combination of scopes may let more through.
import fc from 'fast-check';
import { covers, EVERYTHING, intersectReaches, intersectScopes, type Reach, type Scope } from './scope.js';

const MODULES = ['switch', 'hermes', 'madre', 'manifestator'];
const SEVERITIES = ['critical', 'error', 'warn', 'info'];
const events = MODULES.flatMap((module) => SEVERITIES.map((severity) => ({ module, severity })));

const list = (values: string[]) =>
  fc.option(fc.array(fc.constantFrom(...values), { maxLength: 6 }), { nil: undefined });
const reach = fc.option(fc.record({ modules: list(MODULES), severities: list(SEVERITIES) }), { nil: undefined });
const scope = fc.record({ read: reach, publish: reach });

const named = (some: typeof events) => some.map(({ module, severity }) => `${module} ${severity}`).join();
const passing = (of: Reach | undefined) => named(events.filter((event) => covers(of, event)));
const seenThrough = (...all: (Reach | undefined)[]) =>
  named(events.filter((event) => all.every((one) => covers(one, event))));

describe('scopes', () => {
  it('cover together what each of them covers, no more and no less', () => {
    const property = fc.property(fc.array(scope, { minLength: 1, maxLength: 5 }), (scopes) => {
      const together = scopes.reduce((all: Scope, one) => intersectScopes(all, one), EVERYTHING);
      expect(passing(together.read)).toBe(seenThrough(...scopes.map(({ read }) => read)));
      expect(passing(together.publish)).toBe(seenThrough(...scopes.map(({ publish }) => publish)));
    });
    fc.assert(property, { numRuns: 500 });
  });

  it('are never widened by another one, in whatever order they come', () => {
    const property = fc.property(scope, scope, (a, b) => {
      const both = intersectScopes(a, b);
      for (const side of ['read', 'publish'] as const) {
        const narrow = passing(both[side]);
        expect(narrow).toBe(seenThrough(a[side], b[side]));
        expect(passing(intersectScopes(b, a)[side])).toBe(narrow);
        expect(passing(intersectScopes(both, a)[side])).toBe(narrow);
      }
    });
    fc.assert(property, { numRuns: 500 });
  });

  it('cover nothing once nothing is common to them', () => {
    const both = intersectReaches({ modules: ['switch'] }, { modules: ['hermes'] });
    expect(both).toEqual({ modules: [], severities: undefined });
    expect(passing(both)).toBe('');
    expect(passing(intersectReaches(both, undefined))).toBe('');
  });

  it('cover everything where nothing is said, and only there', () => {
    expect(passing(EVERYTHING.read)).toBe(named(events));
    const property = fc.property(scope, (one) => expect(intersectScopes(EVERYTHING, one)).toEqual(one));
    fc.assert(property);
  });

  it.each<[Reach | undefined, boolean]>([
    [undefined, true],
    [{}, true],
    [{ modules: ['switch'] }, true],
    [{ modules: ['hermes'] }, false],
    [{ modules: [] }, false],
    [{ severities: ['error', 'warn'] }, true],
    [{ severities: ['info'] }, false],
    [{ modules: ['switch'], severities: ['error'] }, true],
    [{ modules: ['switch'], severities: ['info'] }, false],
    [{ modules: ['hermes'], severities: ['error'] }, false],
  ])('of %j cover an error of the switch: %s', (one, covered) => {
    expect(covers(one, { module: 'switch', severity: 'error' })).toBe(covered);
  });
});
