// Thousands of streams that come back together missed the same: reading and rendering that for each would hold up all others.
import { keeping, newEvent, range } from '../../test/contract/support/events.js';
import { MemoryEventLog } from '../event-log/event-log.memory.js';
import { type Position } from '../event-log/position.js';
import { MissedPages } from './missed-pages.js';
import { StreamFilter } from './stream-filter.js';

const READER = { kind: 'stream', principal: 'operator' } as const;
const OPEN = new StreamFilter();

describe('pages that streams missed', () => {
  let reads: number;
  let positions: Position[];
  let pages: MissedPages;
  let log: MemoryEventLog;

  beforeEach(async () => {
    log = new MemoryEventLog(keeping(5_000), 'epoch');
    positions = await log.append(range(1, 2_500).map((label) => newEvent(label)));
    reads = 0;
    pages = new MissedPages({ read: (...args) => (reads++, log.read(...args)) });
  });

  it('are read once for all that ask at the same position, and written from one piece of memory', async () => {
    const all = await Promise.all(range(1, 50).map(() => pages.read(positions[0]!, OPEN, READER)));
    expect([reads, all.every(({ rendering }) => rendering?.events === 1_000)]).toEqual([1, true]);
    expect(new Set(all.map(({ rendering }) => rendering?.bytes.buffer)).size).toBe(1);
  });

  it('serve a stream that is somewhere in them, up to their end', async () => {
    await pages.read(positions[0]!, OPEN, READER);
    const { page, rendering } = pages.find(positions[400]!, OPEN)!;
    expect([rendering?.events, page.reached.n]).toEqual([600, 1_001]);
    expect(rendering!.bytes.toString().match(/^id: .*$/m)![0]).toContain(`-${positions[401]!.n}`);
    expect(pages.find(page.reached, OPEN)).toBeUndefined();
    expect(pages.find({ ...positions[400]!, ms: 1 }, OPEN)).toBeUndefined();
    expect(pages.find(positions[400]!, new StreamFilter({ modules: ['another'] }))).toBeUndefined();
  });

  it('are not kept where they reach the head: later there may be more', async () => {
    const { page } = await pages.read(positions[2_000]!, OPEN, READER);
    expect([page.reached, pages.find(positions[2_000]!, OPEN)]).toEqual([page.head, undefined]);
    const several = range(1, 5).map(() => pages.read(positions[2_000]!, OPEN, READER));
    expect((await Promise.all(several)).map(({ rendering }) => rendering?.events)).toEqual([499, 499, 499, 499, 499]);
    // The second of them is shared by all that had asked before it began.
    expect(reads).toBe(3);
  });

  it('are forgotten when entries were replaced, and read again after a failure', async () => {
    await pages.read(positions[0]!, OPEN, READER);
    pages.clear();
    expect(pages.find(positions[0]!, OPEN)).toBeUndefined();
    let broken = true;
    const faulty = new MissedPages({
      read: (...args) => (broken ? Promise.reject(new Error('as told')) : log.read(...args)),
    });
    const first = faulty.read(positions[0]!, OPEN, READER);
    const second = faulty.read(positions[0]!, OPEN, READER);
    broken = false;
    await expect(first).rejects.toThrow('as told');
    expect((await second).rendering?.events).toBe(1_000);
  });
});
