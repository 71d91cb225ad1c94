// When the kernel takes more of a thousand streams at once, each must get a part in its turn, and lose nothing by that.
import { Backlog } from './backlog.js';
import { MemoryBudget } from './memory-budget.js';

describe('the frames that wait for one stream', () => {
  const frames = (count: number) => Array.from({ length: count }, (_, index) => Buffer.alloc(10, index));
  const holder = { principal: 'operator', share: 0, cut: () => undefined };
  let budget: MemoryBudget;
  let backlog: Backlog;
  let given: Buffer[];
  const accept = (frame: Buffer) => given.push(frame) > 0;

  beforeEach(() => {
    [budget, given] = [new MemoryBudget(1e9), []];
    backlog = new Backlog(budget, holder);
    for (const frame of frames(10)) backlog.push(frame);
  });

  it('are given in parts of whole frames, in order', () => {
    expect([backlog.feed(accept, 25), given.length, backlog.bytes]).toEqual([true, 3, 70]);
    expect([backlog.feed(accept, 25), given.length]).toEqual([true, 6]);
    expect([backlog.feed(accept, Infinity), backlog.bytes]).toEqual([true, 0]);
    expect(given).toEqual(frames(10));
  });

  it('are given until the socket accepts no more', () => {
    expect(backlog.feed((frame) => given.push(frame) < 4, Infinity)).toBe(false);
    expect([given.length, backlog.bytes]).toEqual([4, 60]);
  });

  it('are dropped when it is closed, and those who wait for that are told', async () => {
    const closed = backlog.closed();
    backlog.close();
    await closed;
    expect([backlog.bytes, budget.bytes]).toEqual([0, 0]);
  });
});
