// A token may be issued for some modules only: no query may widen that. Streams may share a rendering only if they may show the same.
import fc from 'fast-check';
import { type FilterLists, StreamFilter } from './stream-filter.js';

const NAMES = ['a', 'b', 'a.b', 'A'];
const name = fc.constantFrom(...NAMES);
const list = fc.option(fc.array(name, { maxLength: 4 }), { nil: undefined });
const lists: fc.Arbitrary<FilterLists> = fc.record({ types: list, modules: list, severities: list });
const EVENTS = NAMES.flatMap((type) =>
  NAMES.flatMap((module) => NAMES.map((severity) => ({ type, module, severity }))),
);

function shown(filter: StreamFilter): boolean[] {
  return EVENTS.map((event) => filter.matches(event));
}

describe('a stream filter', () => {
  it('passes what each of its lists names', () => {
    const property = fc.property(lists, ({ types, modules, severities }) => {
      const passes = (allowed: readonly string[] | undefined, value: string) => !allowed || allowed.includes(value);
      const expected = EVENTS.map(
        ({ type, module, severity }) => passes(types, type) && passes(modules, module) && passes(severities, severity),
      );
      expect(shown(new StreamFilter({ types, modules, severities }))).toEqual(expected);
    });
    fc.assert(property);
  });

  it('narrowed by a request shows what both allow, never more than was granted', () => {
    const property = fc.property(lists, lists, (granted, wanted) => {
      const both = StreamFilter.narrowed(granted, wanted);
      const [byGrant, byWish] = [shown(new StreamFilter(granted)), shown(new StreamFilter(wanted))];
      expect(shown(both)).toEqual(byGrant.map((allowed, index) => allowed && byWish[index]));
    });
    fc.assert(property, { numRuns: 500 });
  });

  it('that asks only for what was not granted shows nothing, instead of everything', () => {
    const filter = StreamFilter.narrowed({ modules: ['a'] }, { modules: ['b'] });
    expect(shown(filter)).not.toContain(true);
    expect(filter.open).toBe(false);
  });

  it('shares its key with filters that show the same lists, in any order, and with no other', () => {
    const property = fc.property(lists, lists, (one, other) => {
      const [a, b] = [new StreamFilter(one), new StreamFilter(other)];
      const canonical = ({ types, modules, severities }: FilterLists) =>
        JSON.stringify([types, modules, severities].map((values) => values && [...new Set(values)].sort()));
      expect(a.key === b.key).toBe(canonical(one) === canonical(other));
    });
    fc.assert(property, { numRuns: 500 });
    const reversed = new StreamFilter({ modules: ['b', 'a', 'b'] });
    expect(reversed.key).toBe(new StreamFilter({ modules: ['a', 'b'] }).key);
  });

  it('knows that it passes everything only when it does', () => {
    const property = fc.property(lists, (given) => {
      const filter = new StreamFilter(given);
      expect(filter.open).toBe(Object.values(given).every((values) => values === undefined));
    });
    fc.assert(property);
  });
});
