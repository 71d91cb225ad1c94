import { eventKey, type OperatorEvent } from './operator-event.js';
import { parsePosition, type Position } from './position.js';

/**
 * Keeps the positions of delivered events, so that none is delivered twice. Without a gap positions only rise, so the last one
 * is enough to recognise a delivered event. After a gap the service may replay events from before it, because a failover may
 * have rewound the log; these are recognised by their positions, of which the newest `limit` are kept. The events of a snapshot
 * come without positions, and are recognised by what they are.
 */
export class SeenPositions {
  readonly #recent = new Set<string>();
  /** Keys of the events of the last snapshot that did not come again. */
  #snapshot = new Set<string>();
  #replayed = false;
  #last: Position | undefined;

  /** @param limit with 0, what comes again after a gap is new */
  constructor(readonly limit = 10_000) {}

  /** Returns whether this event is new, and if so records it as delivered. With a text that is no position it is new. */
  accept(text: string, event: OperatorEvent): boolean {
    const position = parsePosition(text);
    if (position === undefined) return true;
    if (this.#recent.has(text) || this.#isBehind(position)) return false;
    this.#recent.add(text);
    if (this.#recent.size > this.limit) this.#forgetOldest();
    this.#last = position;
    // From here on its position tells.
    return !(this.#replayed && this.limit > 0 && this.#snapshot.delete(eventKey(event)));
  }

  /** Records the events of a snapshot as delivered. */
  snapshot(events: readonly OperatorEvent[]): void {
    this.#snapshot = new Set(events.map(eventKey));
  }

  /** Records that all events up to this position are delivered, as a snapshot or a heartbeat tells. */
  moveTo(text: string): void {
    const position = parsePosition(text);
    if (position !== undefined && !this.#isBehind(position)) this.#last = position;
  }

  /** Records a gap, after which positions may be lower than before. */
  gap(): void {
    this.#last = undefined;
    this.#replayed = true;
  }

  #isBehind({ epoch, n }: Position): boolean {
    return this.#last?.epoch === epoch && n <= this.#last.n;
  }

  #forgetOldest(): void {
    const [oldest] = this.#recent;
    this.#recent.delete(oldest ?? '');
  }
}
