import { setImmediate } from 'node:timers/promises';
import pLimit from 'p-limit';

/** How long a list may hold the event loop, ms. */
const SLICE_MS = 4;
/** A list that is no trouble, unless its items are large. */
const SHORT = 20;
/** Slices of different lists would all have their turn together. */
const oneAtATime = pLimit(1);

/**
 * `list.map(transform)`, a few milliseconds at a time: streams do not wait for it. What takes longer waits for one another.
 */
export async function mapInSlices<T, R>(list: readonly T[], transform: (item: T, index: number) => R): Promise<R[]> {
  const results: R[] = [];
  if (list.length <= SHORT && mapSlice(list, transform, results)) return results;
  return oneAtATime(async () => {
    if (results.length > 0) await setImmediate();
    while (!mapSlice(list, transform, results)) await setImmediate();
    return results;
  });
}

/** Goes on where `results` end, until all are mapped or the slice is over; whether all are. */
function mapSlice<T, R>(list: readonly T[], transform: (item: T, index: number) => R, results: R[]): boolean {
  const sliceEnd = performance.now() + SLICE_MS;
  while (results.length < list.length) {
    results.push(transform(list[results.length]!, results.length));
    if (performance.now() >= sliceEnd) break;
  }
  return results.length === list.length;
}
