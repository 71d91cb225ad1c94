import { eventKey, type OperatorEvent } from '../operator-event.js';

/**
 * How many events are recognised when they come again, if no more are kept. With a service that does not tell the positions of polled
 * events, a part of the history comes again as a whole after a pause in the middle of it; it has at most 200 events.
 */
const RECOGNISED = 1_000;

/** The newest events of a stream, oldest first, each once. */
export class NewestEvents {
  #events: readonly OperatorEvent[] = [];
  #keep = 1;
  /** Keys, in the order in which they came. */
  readonly #seen = new Set<string>();

  /** @param keep how many events to keep, at least 1 */
  constructor(keep: number) {
    this.keep(keep);
  }

  get events(): readonly OperatorEvent[] {
    return this.#events;
  }

  /** Changes how many events to keep, at least 1. @throws RangeError */
  keep(keep: number): void {
    if (!(keep >= 1)) throw new RangeError(`useEvents: keep must be at least 1, and is ${keep}.`);
    this.#keep = keep;
    this.#trim();
  }

  /** Adds those that have not come before. */
  add(events: readonly OperatorEvent[]): void {
    const fresh = events.filter((event) => !this.#seen.has(eventKey(event)) && this.#seen.add(eventKey(event)));
    this.#events = [...this.#events, ...fresh];
    this.#trim();
  }

  #trim(): void {
    if (this.#events.length > this.#keep) this.#events = this.#events.slice(-this.#keep);
    const most = Math.max(this.#keep, RECOGNISED);
    for (const oldest of this.#seen) {
      if (this.#seen.size <= most) return;
      this.#seen.delete(oldest);
    }
  }
}
