/** How long requests may hold the event loop in a row, ms. */
const TURN_MS = 4;

type Work = () => void;

/**
 * Shares the event loop between those who ask for work. In one turn of the loop, work begins for at most 4 ms; what is over
 * waits in a line for each key, and the lines take turns. Between two turns the loop writes to streams, reads responses of
 * Redis and runs timers.
 */
export class Turns {
  /** Work that waits, by key; the key whose turn is next comes first. */
  private readonly lines = new Map<string, Work[]>();
  /** When this turn began, monotonic ms; undefined while nobody asked for work in it. */
  private startedAt: number | undefined;

  /** `now` is a monotonic clock, ms. */
  constructor(private readonly now: () => number = () => performance.now()) {}

  /** Whether work may begin now: this turn has time left, and nobody waits. */
  get free(): boolean {
    if (this.startedAt === undefined) this.begin();
    return this.lines.size === 0 && this.now() - this.startedAt! < TURN_MS;
  }

  /** Calls `work` in a later turn. `key` names on whose behalf. */
  later(key: string, work: Work): void {
    if (this.startedAt === undefined) this.begin();
    const line = this.lines.get(key);
    if (line) line.push(work);
    else this.lines.set(key, [work]);
  }

  /** Resolves when work on behalf of `key` may begin; undefined if it may begin now. */
  wait(key: string): Promise<void> | undefined {
    return this.free ? undefined : new Promise((resolve) => this.later(key, resolve));
  }

  private begin(): void {
    this.startedAt = this.now();
    setImmediate(this.next);
  }

  /** A turn of its own for what waits. */
  private readonly next = (): void => {
    this.startedAt = undefined;
    if (this.lines.size === 0) return;
    this.begin();
    this.step();
  };

  private readonly step = (): void => {
    const work = this.take();
    if (!work) return;
    work();
    // Handlers go on in microtasks. A tick that is asked for by a microtask comes after all of them: their time counts.
    queueMicrotask(() => process.nextTick(this.afterStep));
  };

  private readonly afterStep = (): void => {
    if (this.now() - this.startedAt! < TURN_MS) this.step();
  };

  private take(): Work | undefined {
    const [first] = this.lines;
    if (!first) return undefined;
    const [key, line] = first;
    const work = line.shift();
    this.lines.delete(key);
    if (line.length > 0) this.lines.set(key, line);
    return work;
  }
}

/** Those of this process, which has one event loop. */
export const turns = new Turns();
