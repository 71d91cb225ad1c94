// All long reads of an instance go through this queue: a reader with many reads must not make the others wait.
import { EventLogBusyError } from './event-log.errors.js';
import { type Reader } from './event-log.interface.js';
import { ReadQueue } from './read-queue.js';

const history = (principal: string): Reader => ({ kind: 'history', principal });
const stream: Reader = { kind: 'stream', principal: '' };

describe('the queue of reads', () => {
  let queue: ReadQueue;
  let begun: string[];
  let pending: { question: string; finish: () => void }[];
  beforeEach(() => {
    queue = new ReadQueue();
    begun = [];
    pending = [];
  });

  const ask = (reader: Reader, question: string) =>
    queue.run(reader, question, () => {
      begun.push(question);
      return new Promise<string>((resolve) => pending.push({ question, finish: () => resolve(question) }));
    });

  /** Finishes what is under way, one after the other, until nothing is. */
  async function finishAll(): Promise<void> {
    for (let read = pending.shift(); read; read = pending.shift()) {
      read.finish();
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  it('has two under way, and begins the next when one is over, however it ends', async () => {
    const failing = queue.run(stream, 'fails', () => Promise.reject(new Error('away')));
    const reads = ['a', 'b', 'c', 'd'].map((question) => ask(stream, question));
    expect(begun).toEqual(['a']);
    await expect(failing).rejects.toThrow('away');
    await new Promise((resolve) => setImmediate(resolve));
    expect(begun).toEqual(['a', 'b']);
    await finishAll();
    expect(await Promise.all(reads)).toEqual(['a', 'b', 'c', 'd']);
    expect(begun).toEqual(['a', 'b', 'c', 'd']);
  });

  it('lets readers take turns', async () => {
    const reads = ['1', '2', '3', '4', '5'].map((n) => ask(history('greedy'), `greedy ${n}`));
    reads.push(ask(stream, 'stream 1'), ask(stream, 'stream 2'), ask(history('modest'), 'modest'));
    await finishAll();
    await Promise.all(reads);
    const expected = ['greedy 1', 'greedy 2', 'greedy 3', 'stream 1', 'modest', 'greedy 4', 'stream 2', 'greedy 5'];
    expect(begun).toEqual(expected);
  });

  it('runs equal reads that wait once, and shares no read that began before', async () => {
    const reads = Array.from({ length: 100 }, () => ask(stream, 'same'));
    expect(begun).toEqual(['same', 'same']);
    await finishAll();
    await Promise.all(reads);
    expect(begun).toEqual(['same', 'same', 'same']);
  });

  it('refuses histories when too many wait, of one principal sooner than of all, and no stream', async () => {
    const outcomes = (reader: Reader, count: number) =>
      Array.from({ length: count }, (_, n) => ask(reader, `${reader.principal} ${n}`).catch((error: unknown) => error));
    const reads = [...outcomes(history('a'), 40), ...outcomes(history('b'), 40), ...outcomes(history('c'), 40)];
    reads.push(...outcomes(stream, 200));
    await finishAll();
    const refused = (await Promise.all(reads)).map((outcome) => outcome instanceof EventLogBusyError);
    const count = (from: number, to: number) => refused.slice(from, to).filter(Boolean).length;
    expect([count(0, 40), count(40, 80), count(80, 120), count(120, 320)]).toEqual([6, 8, 40, 0]);
    expect(await Promise.race([ask(history('c'), 'again'), finishAll().then(() => 'late')])).toBe('again');
  });
});
