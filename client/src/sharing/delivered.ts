import { eventKey } from '../operator-event.js';
import { parsePosition, type Position } from '../position.js';
import { type StreamItem } from '../stream-item.js';
import { contradict } from './contradict.js';

/**
 * What the loop of one tab has been given. Decides whether an item is new to it, whoever read it from the service: a new leader may
 * begin before the position of the tab, since tabs are not equally fast.
 */
export class Delivered {
  /** All events up to here are delivered. */
  position: string;
  #last: Position | undefined;
  /** All that was delivered after this position is among `#keys`. */
  #begin: Position | undefined;
  /** The newest events, and the position of each. */
  readonly #keys = new Map<string, string>();

  /** @param limit how many keys of events to keep */
  constructor(
    position: string,
    readonly limit = 10_000,
  ) {
    this.position = position;
    this.#last = this.#begin = parsePosition(position);
  }

  /**
   * Whether the item shows that a failover lost what this tab has: the log has it in a place for which the tab was given something else.
   * Positions alone do not always tell, since the clock of the new log may be behind.
   */
  hasLost(item: StreamItem, moves: boolean): boolean {
    const position = parsePosition(item.position);
    if (position === undefined || this.#last === undefined) return false;
    if (item.kind === 'heartbeat') return contradict(position, this.#last);
    if (item.kind !== 'event' || !moves || this.#keys.has(eventKey(item.event))) return false;
    if (contradict(position, this.#last) || contradict(position, this.#begin)) return true;
    return this.#lead(item.position) >= 0 && position.n > (this.#begin?.n ?? Infinity);
  }

  /** Returns the item to deliver, with a position that never falls; undefined if the tab has it. `moves` as in an entry. */
  take(item: StreamItem, moves: boolean): StreamItem | undefined {
    switch (item.kind) {
      case 'event':
        if (moves && this.#lead(item.position) >= 0) return undefined;
        if (this.#keys.has(eventKey(item.event))) {
          if (moves) this.#moveTo(item);
          return undefined;
        }
        this.#remember(eventKey(item.event), item.position);
        // It is after the position that it has, so it says nothing about where the tab is.
        return moves ? this.#moveTo(item) : { ...item, position: this.position };
      case 'snapshot':
        for (const event of item.events) this.#remember(eventKey(event), item.position);
        this.#begin = parsePosition(item.position);
        return this.#moveTo(item);
      case 'gap':
        // The log may have been rewound. From here on the keys tell what the tab has.
        this.position = item.position;
        this.#last = undefined;
        this.#begin = parsePosition(item.position);
        return item;
      default:
        if (this.#lead(item.position) <= 0) return this.#moveTo(item);
        return item.kind === 'heartbeat' ? undefined : { ...item, position: this.position };
    }
  }

  #moveTo<T extends StreamItem>(item: T): T {
    this.position = item.position;
    this.#last = parsePosition(item.position) ?? this.#last;
    return item;
  }

  /** By how many entries of the log the tab is ahead of this position. NaN if nobody can say. */
  #lead(text: string): number {
    const position = parsePosition(text);
    return position !== undefined && position.epoch === this.#last?.epoch ? this.#last.n - position.n : NaN;
  }

  #remember(key: string, position: string): void {
    this.#keys.set(key, position);
    if (this.#keys.size <= this.limit) return;
    const [[oldest, until]] = this.#keys as unknown as [[string, string]];
    this.#keys.delete(oldest);
    this.#begin = parsePosition(until) ?? this.#begin;
  }
}
