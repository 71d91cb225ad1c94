import { FairQueue } from '../collections/fair-queue.js';
import { EventLogBusyError } from './event-log.errors.js';
import { type Reader } from './event-log.interface.js';

/** Reads under way at once: one in Redis, and one on the network. */
const AT_ONCE = 2;
/** Histories that may wait, for all principals and for one. Streams are not refused here; their number is bounded elsewhere. */
const WAITING_MAX = 64;
const WAITING_OF_ONE_MAX = 32;

type Begin = () => void;

/**
 * Runs reads of the log, two at a time. The others wait in one queue for each kind and principal, and the queues take turns,
 * so that a reader with many reads does not delay the others. Equal reads that wait are run once and share the result.
 */
export class ReadQueue {
  private underWay = 0;
  /** What begins reads that wait, by reader. */
  private readonly queue = new FairQueue<Begin>();
  /** Reads that wait, by key. */
  private readonly waiting = new Map<string, Promise<unknown>>();
  private waitingHistories = 0;

  /**
   * Runs `read` when it is the reader's turn. Reads with the same `key` have the same result.
   * @throws EventLogBusyError
   */
  async run<Result>(reader: Reader, key: string, read: () => Promise<Result>): Promise<Result> {
    const same = this.waiting.get(key);
    if (same) return same as Promise<Result>;
    if (this.underWay < AT_ONCE) {
      this.underWay++;
      return this.perform(read);
    }
    const result = this.turn(reader).then(() => {
      this.waiting.delete(key);
      return this.perform(read);
    });
    this.waiting.set(key, result);
    return result;
  }

  private async perform<Result>(read: () => Promise<Result>): Promise<Result> {
    try {
      return await read();
    } finally {
      // The next one begins in the same turn, so that a read that arrives now cannot overtake it.
      const begin = this.queue.shift();
      if (begin) begin();
      else this.underWay--;
    }
  }

  /** Resolves when it is this reader's turn. */
  private turn({ kind, principal }: Reader): Promise<void> {
    const name = `${kind} ${principal}`;
    const refusable = kind === 'history';
    if (refusable && (this.waitingHistories >= WAITING_MAX || this.queue.lengthOf(name) >= WAITING_OF_ONE_MAX))
      throw new EventLogBusyError();
    this.waitingHistories += Number(refusable);
    return new Promise((resolve) =>
      this.queue.push(name, () => {
        this.waitingHistories -= Number(refusable);
        resolve();
      }),
    );
  }
}
