// Who sees an empty list must learn why: "All quiet" while thousands of events wait would hide an incident.
import { emptinessOf } from './emptiness.js';

it.each([
  ['held', { waiting: 20_200, kept: 20_000 }, false, true],
  ['held', { waiting: 3, kept: 20_000 }, true, true],
  ['held', { waiting: 3, kept: 3 }, false, false],
  ['held', { waiting: 0, gapsWaiting: 1, kept: 0 }, false, true],
  ['filtered', { waiting: 0, kept: 5 }, true, true],
  ['unconnected', { waiting: 0, kept: 0 }, false, false],
  ['quiet', { waiting: 0, kept: 0 }, true, true],
])('is %s with %j, a filter: %j, a connection: %j', (expected, counts, filtered, connected) => {
  expect(emptinessOf({ shown: [], gapsWaiting: 0, passing: 0, ...counts }, filtered, connected)).toBe(expected);
});
