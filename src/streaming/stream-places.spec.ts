// Places are given before the callers are known: a mistake lets one caller keep all others out, or spends a token without a stream.
import fc from 'fast-check';
import { StreamFilter } from './stream-filter.js';
import { FILTERS_PER_PRINCIPAL, StreamPlaces } from './stream-places.js';
import { type StreamPlace } from './stream-place.js';

const OPEN = new StreamFilter();
const NAMES = ['a', 'b', 'c'];

describe('the places for streams', () => {
  it('never exceed the limit of all nor that of a principal, in whatever order requests come', () => {
    const step = fc.record({ do: fc.constantFrom('come', 'come', 'redeem', 'redeem', 'go'), which: fc.nat(20) });
    const property = fc.property(
      fc.array(fc.tuple(step, fc.constantFrom(...NAMES)), { maxLength: 60, size: 'max' }),
      fc.integer({ min: 1, max: 8 }),
      fc.integer({ min: 1, max: 8 }),
      (steps, max, share) => {
        const perPrincipal = Math.min(max, share);
        const places = new StreamPlaces({ max, perPrincipal });
        const asking: { place: StreamPlace; nearLimit: readonly string[] }[] = [];
        const open: StreamPlace[] = [];
        for (const [{ do: what, which }, principal] of steps) {
          if (what === 'come' && !places.full && !places.pendingFull('here')) {
            const place = places.reserve('here');
            asking.push({ place, nearLimit: place.nearLimit() });
          } else if (what === 'redeem' && asking.length > 0) {
            const [{ place, nearLimit }] = asking.splice(which % asking.length, 1) as [(typeof asking)[number]];
            // A token that was spent without a check cannot be refused any more.
            const refused = nearLimit.includes(principal) && place.refusal(principal, OPEN);
            if (refused) place.release();
            else {
              place.take(principal, OPEN);
              open.push(place);
            }
          } else if (what === 'go' && open.length > 0) open.splice(which % open.length, 1)[0]!.release();
          const counts = [0, ...Object.values(places.countByPrincipal())];
          const total = counts.reduce((sum, count) => sum + count);
          const sound = Math.max(...counts) <= perPrincipal && total === open.length;
          if (!sound || places.full !== open.length + asking.length >= max) return false;
        }
        return true;
      },
    );
    fc.assert(property, { numRuns: 1_000 });
  });

  it('are released once, whether they were taken or not', () => {
    const places = new StreamPlaces({ max: 2, perPrincipal: 2 });
    const [one, other] = [places.reserve('x'), places.reserve('x')];
    one.take('a', OPEN);
    one.take('b', OPEN);
    expect(places.countByPrincipal()).toEqual({ a: 1 });
    for (const place of [one, one, other, other]) place.release();
    other.take('a', OPEN);
    expect([places.full, places.countByPrincipal()]).toEqual([false, {}]);
  });

  it('share one filter object among streams with the same filter', () => {
    const places = new StreamPlaces({ max: 9, perPrincipal: 9 });
    const taken = [['x', 'y'], ['y', 'x'], ['z']].map((modules) => {
      const place = places.reserve('x');
      place.take('a', new StreamFilter({ modules }));
      return place.filter;
    });
    expect(taken[0]).toBe(taken[1]);
    expect(taken[0]).not.toBe(taken[2]);
  });

  it('bound the different filters of a principal, and not the streams that share one', () => {
    const places = new StreamPlaces({ max: 9_999, perPrincipal: 9_999 });
    const filterOf = (n: number) => new StreamFilter({ modules: [`m${n}`] });
    const taken = Array.from({ length: FILTERS_PER_PRINCIPAL }, (_, n) => {
      const place = places.reserve('x');
      place.take('a', filterOf(n));
      return place;
    });
    const next = places.reserve('x');
    expect(next.nearLimit()).toEqual(['a']);
    expect(next.refusal('a', filterOf(FILTERS_PER_PRINCIPAL))).toBe('principal_filters');
    expect(next.refusal('a', filterOf(7))).toBeUndefined();
    expect(next.refusal('b', filterOf(FILTERS_PER_PRINCIPAL))).toBeUndefined();
    taken[3]!.release();
    expect(next.refusal('a', filterOf(FILTERS_PER_PRINCIPAL))).toBeUndefined();
  });

  it('cannot all be pending for one address', () => {
    const places = new StreamPlaces({ max: 100, perPrincipal: 100 });
    const kept = Array.from({ length: 25 }, () => places.reserve('x'));
    expect([places.pendingFull('x'), places.pendingFull('y')]).toEqual([true, false]);
    kept[0]!.take('a', OPEN);
    expect(places.pendingFull('x')).toBe(false);
    const few = new StreamPlaces({ max: 20, perPrincipal: 20 });
    for (let n = 0; n < 15; n++) few.reserve('x');
    expect(few.pendingFull('x')).toBe(false);
  });

  it('are bounded for a principal that is first seen with its token, which is forgotten after its last stream', () => {
    const places = new StreamPlaces({ max: 9, perPrincipal: 2 });
    const open = [1, 2].map(() => {
      const place = places.reserve('here');
      expect(place.nearLimit()).toEqual([]);
      place.take('jwt:b', OPEN);
      return place;
    });
    const undecided = places.reserve('here');
    expect(undecided.nearLimit()).toEqual(['jwt:b']);
    expect(undecided.refusal('jwt:b', OPEN)).toBe('principal_streams');
    expect(places.countByPrincipal()).toEqual({ 'jwt:b': 2 });
    for (const place of [...open, undecided]) place.release();
    const next = places.reserve('here');
    expect([next.nearLimit(), places.countByPrincipal()]).toEqual([[], {}]);
  });
});
