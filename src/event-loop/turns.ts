import { FairQueue } from '../collections/fair-queue.js';

/** How long requests may hold the event loop in a row, ms. */
const TURN_MS = 4;

type Work = () => void;

/**
 * Shares the event loop between callers. In one turn of the loop, work begins for at most 4 ms. Further work waits in a queue
 * for each key, and the queues take turns. Between two turns the loop writes to streams, reads replies of Redis and runs timers.
 */
export class Turns {
  /** Work that waits, by key. */
  private readonly waiting = new FairQueue<Work>();
  /** When this turn began, monotonic ms; undefined if no work was requested in it. */
  private startedAt: number | undefined;

  /** `now` is a monotonic clock, ms. */
  constructor(private readonly now: () => number = () => performance.now()) {}

  /** Whether work may begin now: this turn has time left, and no other work waits. */
  get free(): boolean {
    if (this.startedAt === undefined) this.begin();
    return this.waiting.empty && this.now() - this.startedAt! < TURN_MS;
  }

  /** Calls `work` in a later turn. `key` identifies the caller: an address or a principal. */
  later(key: string, work: Work): void {
    if (this.startedAt === undefined) this.begin();
    this.waiting.push(key, work);
  }

  /** Resolves when work for `key` may begin; returns undefined if it may begin now. */
  wait(key: string): Promise<void> | undefined {
    return this.free ? undefined : new Promise((resolve) => this.later(key, resolve));
  }

  private begin(): void {
    this.startedAt = this.now();
    setImmediate(this.next);
  }

  /** The next turn of the event loop: begins work that waits. */
  private readonly next = (): void => {
    this.startedAt = undefined;
    if (this.waiting.empty) return;
    this.begin();
    this.step();
  };

  private readonly step = (): void => {
    const work = this.waiting.shift();
    if (!work) return;
    work();
    // A handler continues in microtasks, whose time counts. A tick that a microtask requests comes after all of them.
    queueMicrotask(() => process.nextTick(this.afterStep));
  };

  private readonly afterStep = (): void => {
    if (this.now() - this.startedAt! < TURN_MS) this.step();
  };
}

/** The turns of this process, which has one event loop. */
export const turns = new Turns();
