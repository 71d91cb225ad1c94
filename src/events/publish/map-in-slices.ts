import { setImmediate } from 'node:timers/promises';
import pLimit from 'p-limit';

/** How long a list may hold the event loop, ms. */
const SLICE_MS = 4;
/** A list that is no trouble. */
const SHORT = 20;
/** Slices of different lists would all have their turn together. */
const oneAtATime = pLimit(1);

/**
 * `list.map(transform)`, a few milliseconds at a time if the list is long: streams do not wait for it. Long lists wait for
 * one another.
 */
export async function mapInSlices<T, R>(list: readonly T[], transform: (item: T, index: number) => R): Promise<R[]> {
  return list.length <= SHORT ? list.map(transform) : oneAtATime(() => inSlices(list, transform));
}

async function inSlices<T, R>(list: readonly T[], transform: (item: T, index: number) => R): Promise<R[]> {
  const results: R[] = [];
  let sliceEnd = performance.now() + SLICE_MS;
  for (const [index, item] of list.entries()) {
    if (performance.now() >= sliceEnd) {
      await setImmediate();
      sliceEnd = performance.now() + SLICE_MS;
    }
    results.push(transform(item, index));
  }
  return results;
}
