// A caller with many requests must not make the other callers wait until all of them are done.
import { FairQueue } from './fair-queue.js';

describe('a fair queue', () => {
  it('gives each key its turn, and the items of a key in order', () => {
    const queue = new FairQueue<string>();
    for (const item of ['a1', 'a2', 'a3', 'b1', 'b2', 'c1']) queue.push(item[0]!, item);
    const taken = Array.from({ length: 7 }, () => queue.shift());
    expect(taken).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'a3', undefined]);
  });

  it('lets a key that comes back wait for the others', () => {
    const queue = new FairQueue<string>();
    queue.push('a', 'a1');
    queue.push('b', 'b1');
    expect(queue.shift()).toBe('a1');
    queue.push('a', 'a2');
    expect([queue.shift(), queue.shift()]).toEqual(['b1', 'a2']);
  });

  it('knows what waits', () => {
    const queue = new FairQueue<number>();
    expect([queue.empty, queue.lengthOf('a')]).toEqual([true, 0]);
    queue.push('a', 1);
    queue.push('a', 2);
    expect([queue.empty, queue.lengthOf('a'), queue.lengthOf('b')]).toEqual([false, 2, 0]);
    queue.shift();
    queue.shift();
    expect([queue.empty, queue.lengthOf('a')]).toEqual([true, 0]);
  });
});
