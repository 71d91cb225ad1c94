// If the service handled a thousand requests of one caller in a row, all other callers would wait: they must get turns in between.
import { setImmediate } from 'node:timers/promises';
import { Turns } from './turns.js';

/** Waits until `done` is as long as `length`, and returns how many turns of the loop that took. */
async function turnsUntil(done: readonly unknown[], length: number): Promise<number> {
  let passed = 0;
  for (; done.length < length; passed++) await setImmediate();
  return passed;
}

describe('turns of the event loop', () => {
  let turns: Turns;
  let clock: number;
  beforeEach(() => {
    clock = 0;
    turns = new Turns(() => clock);
  });
  /** Takes as long as a turn may. */
  const busy = () => void (clock += 4);

  it('are free until work has used one up, and free again in the next', async () => {
    expect([turns.free, turns.free]).toEqual([true, true]);
    busy();
    expect(turns.free).toBe(false);
    await setImmediate();
    await setImmediate();
    expect(turns.free).toBe(true);
  });

  it('are taken by each key in turn, however long its line', async () => {
    const done: string[] = [];
    for (const key of ['a', 'a', 'a', 'b', 'b', 'c']) turns.later(key, () => void done.push(key));
    await turnsUntil(done, 6);
    expect(done).toEqual(['a', 'b', 'c', 'a', 'b', 'a']);
  });

  it('come before the work of those who arrive later', async () => {
    const done: string[] = [];
    turns.later('a', () => void done.push('first'));
    expect(turns.free).toBe(false);
    turns.later('a', () => void done.push('second'));
    await turnsUntil(done, 2);
    expect(done).toEqual(['first', 'second']);
  });

  it('leave the loop to others once one is used up', async () => {
    const done: number[] = [];
    for (let index = 0; index < 10; index++) turns.later(`${index}`, () => void (busy(), done.push(index)));
    expect(await turnsUntil(done, 10)).toBeGreaterThanOrEqual(9);
  });

  it('do several short pieces of work in one', async () => {
    const done: number[] = [];
    for (let index = 0; index < 1_000; index++) turns.later(`${index}`, () => void done.push(index));
    expect(await turnsUntil(done, 1_000)).toBeLessThanOrEqual(3);
  });

  it('count what work goes on with in microtasks', async () => {
    const done: number[] = [];
    const work = async (index: number) => {
      for (let step = 0; step < 5; step++) await Promise.resolve();
      busy();
      done.push(index);
    };
    for (let index = 0; index < 10; index++) turns.later('a', () => void work(index));
    expect(await turnsUntil(done, 10)).toBeGreaterThanOrEqual(9);
  });

  it('are waited for only where there is something to wait for', async () => {
    expect(turns.wait('a')).toBeUndefined();
    busy();
    const waits = turns.wait('a');
    expect(waits).toBeInstanceOf(Promise);
    await waits;
  });
});
