import { setImmediate } from 'node:timers/promises';
import pLimit from 'p-limit';

/** How long a list may hold the event loop at once, ms. */
const SLICE_MS = 4;
/** A list of at most this length need not wait for other lists, unless it takes longer than a slice. */
const SHORT = 20;
/** Maps one list at a time: otherwise the slices of several lists would run in one turn of the event loop. */
const oneAtATime = pLimit(1);

/**
 * Returns `list.map(transform)`, computed in slices of 4 ms, so that streams do not wait for a long list. Lists that take more
 * than one slice are mapped one after the other. Rejects with what `transform` throws.
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

/** Continues after the last of `results`, until the slice is over. Returns whether all items are mapped. */
function mapSlice<T, R>(list: readonly T[], transform: (item: T, index: number) => R, results: R[]): boolean {
  const sliceEnd = performance.now() + SLICE_MS;
  while (results.length < list.length) {
    results.push(transform(list[results.length]!, results.length));
    if (performance.now() >= sliceEnd) break;
  }
  return results.length === list.length;
}
