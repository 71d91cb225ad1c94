// A large batch of one publisher must not delay the streams: mapping a list must let the rest of the process run in between.
import { setImmediate } from 'node:timers/promises';
import { mapInSlices } from './map-in-slices.js';

/** Keeps the event loop for a while, as work on an event does. */
function busy(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

/** How often others had a turn until `work` was done. */
async function turnsDuring(work: Promise<unknown>): Promise<number> {
  let [turns, done] = [0, false];
  void work.finally(() => (done = true));
  for (; !done; turns++) await setImmediate();
  return turns;
}

describe('a list that is mapped in slices', () => {
  const list = Array.from({ length: 60 }, (_, index) => index);

  it('gives what map gives, in order', async () => {
    expect(await mapInSlices(list, (item, index) => [item, index])).toEqual(list.map((item) => [item, item]));
    expect(await mapInSlices([7], (item, index) => item + index)).toEqual([7]);
    expect(await mapInSlices([], () => 1)).toEqual([]);
  });

  it('lets others have a turn again and again', async () => {
    // 60 times 1 ms, in slices of 4 ms.
    expect(await turnsDuring(mapInSlices(list, () => busy(1)))).toBeGreaterThanOrEqual(8);
  });

  it('does so, too, when there are few items that take long', async () => {
    expect(await turnsDuring(mapInSlices(list.slice(0, 14), () => busy(5)))).toBeGreaterThanOrEqual(13);
  });

  it('waits for other lists, so that their slices do not come together', async () => {
    const started: string[] = [];
    const note = (name: string) => () => {
      busy(0.5);
      if (started.at(-1) !== name) started.push(name);
    };
    await Promise.all([mapInSlices(list, note('a')), mapInSlices(list, note('b')), mapInSlices(list, note('c'))]);
    expect(started).toEqual(['a', 'b', 'c']);
  });

  it('rejects with what the transformation throws, and the next list is mapped all the same', async () => {
    const failing = mapInSlices(list, (item) => {
      if (item === 30) throw new Error('as told');
    });
    const next = mapInSlices(list, (item) => item);
    await expect(failing).rejects.toThrow('as told');
    expect(await next).toEqual(list);
  });
});
