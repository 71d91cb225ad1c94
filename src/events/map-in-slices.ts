import { setImmediate } from 'node:timers/promises';

/** How long a list may hold the event loop, ms. */
const SLICE_MS = 4;

/** `list.map(transform)` that lets others have a turn every few milliseconds: streams do not wait for a long list. */
export async function mapInSlices<T, R>(list: readonly T[], transform: (item: T, index: number) => R): Promise<R[]> {
  const results: R[] = [];
  let sliceEnd = performance.now() + SLICE_MS;
  for (const [index, item] of list.entries()) {
    results.push(transform(item, index));
    if (performance.now() < sliceEnd) continue;
    await setImmediate();
    sliceEnd = performance.now() + SLICE_MS;
  }
  return results;
}
