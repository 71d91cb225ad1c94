import { keyOf } from '../operator-event.js';
import { parsePosition, type Position } from '../position.js';
import { type StreamItem } from '../stream-item.js';

/**
 * What the loop of one tab has been given. Decides whether an item is new to it, whoever read it from the service: a new leader may
 * begin before the position of the tab, since tabs are not equally fast.
 */
export class Delivered {
  /** All events up to here are delivered. */
  position: string;
  #last: Position | undefined;
  /** Of the newest events. */
  readonly #keys = new Set<string>();

  /** @param limit how many keys of events to keep */
  constructor(
    position: string,
    readonly limit = 10_000,
  ) {
    this.position = position;
    this.#last = parsePosition(position);
  }

  /** Returns the item to deliver, with a position that never falls; undefined if the tab has it. `moves` as in an entry. */
  take(item: StreamItem, moves: boolean): StreamItem | undefined {
    switch (item.kind) {
      case 'event':
        if (this.#keys.has(keyOf(item.event)) || (moves && this.#lead(item.position) >= 0)) return undefined;
        this.#remember(keyOf(item.event));
        // It is after the position that it has, so it says nothing about where the tab is.
        return moves ? this.#moveTo(item) : { ...item, position: this.position };
      case 'snapshot':
        for (const event of item.events) this.#remember(keyOf(event));
        return this.#moveTo(item);
      case 'gap':
        // The log may have been rewound. From here on the keys tell what the tab has.
        this.position = item.position;
        this.#last = undefined;
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

  #remember(key: string): void {
    this.#keys.add(key);
    if (this.#keys.size <= this.limit) return;
    const [oldest] = this.#keys;
    this.#keys.delete(oldest!);
  }
}
