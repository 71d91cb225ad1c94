import { type EventLog, type TailListener } from '../../../src/event-log/event-log.interface.js';

/** Random numbers from 0 to 1 that are the same for the same seed (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Yields to other tasks a random number of times. */
export async function yields(random: () => number, most = 6): Promise<void> {
  for (let left = Math.floor(random() * (most + 1)); left > 0; left--) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** A log whose replies arrive late, as over a network. */
export function laggingLog(log: EventLog, random: () => number): EventLog {
  const late = async <T>(ask: () => Promise<T>): Promise<T> => {
    await yields(random);
    const answer = await ask();
    await yields(random);
    return answer;
  };
  return {
    format: undefined,
    readable: true,
    append: (events) => log.append(events),
    tail: (listener, signal) => log.tail(listener, signal),
    reconnectTail: () => log.reconnectTail(),
    read: (...args) => late(() => log.read(...args)),
    latest: (...args) => late(() => log.latest(...args)),
  };
}

/** A listener that gets everything in order, but late. */
export function laggingListener(listener: TailListener, random: () => number): TailListener {
  let line = Promise.resolve();
  const later = (tell: () => void) => {
    line = line.then(() => yields(random)).then(tell);
  };
  return {
    started: (at) => later(() => listener.started(at)),
    batch: (entries) => later(() => listener.batch(entries)),
    gap: (reason, resumedAt) => later(() => listener.gap(reason, resumedAt)),
    upToDate: () => later(() => listener.upToDate()),
  };
}

/** A listener that gets nothing while it is closed, and then everything in order. */
export class Gate {
  readonly waiting: (() => void)[] = [];
  private closed = false;

  close(): void {
    this.closed = true;
  }

  open(): void {
    this.closed = false;
    for (const tell of this.waiting.splice(0)) tell();
  }

  before(listener: TailListener): TailListener {
    const through = (tell: () => void) => void (this.closed ? this.waiting.push(tell) : tell());
    return {
      started: (at) => through(() => listener.started(at)),
      batch: (entries) => through(() => listener.batch(entries)),
      gap: (reason, resumedAt) => through(() => listener.gap(reason, resumedAt)),
      upToDate: () => listener.upToDate(),
    };
  }
}
