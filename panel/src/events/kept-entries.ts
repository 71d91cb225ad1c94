import { eventKey, type OperatorEvent } from '#client';
import { type Entry, type EventEntry, sizeOf, textOf } from './entry.js';

/** What the page keeps at most. Beyond it the oldest are dropped. */
export interface KeptLimits {
  readonly entries: number;
  /** Characters of all entries. */
  readonly characters: number;
}

export const KEPT: KeptLimits = { entries: 10_000, characters: 32 * 1_048_576 };

/** How many entries may be above the limit before they are dropped, all at once. */
const SLACK = 200;

/** The part of the characters from which on no older events are added. */
const NEARLY_FULL = 0.95;

/** The events and gaps that the page keeps, in the order of the log. */
export class KeptEntries {
  /** Oldest first. */
  entries: Entry[] = [];
  /** How many of them are gaps. */
  gaps = 0;
  #characters = 0;
  #newest = 0;
  #oldest = 1;
  /** Of the snapshot that the stream began with. */
  #begunAt: string | undefined;
  readonly #keys = new Set<string>();

  constructor(readonly limits: KeptLimits = KEPT) {}

  has(event: OperatorEvent): boolean {
    return this.#keys.has(eventKey(event));
  }

  addNewest(event: OperatorEvent, arrivedAt: number, position?: string): EventEntry {
    const entry = entryOf(event, ++this.#newest, arrivedAt, position);
    this.#keys.add(eventKey(event));
    this.#push(entry);
    return entry;
  }

  /** Records where the log was when the stream began: what is older is no later than this. */
  begin(position: string): void {
    this.#begunAt ??= position;
  }

  addGap(reason: string, missedFrom: string | undefined, arrivedAt: number): Entry {
    this.gaps += 1;
    const entry: Entry = { kind: 'gap', order: ++this.#newest, arrivedAt, reason, missedFrom };
    this.#push(entry);
    return entry;
  }

  /** Adds events, oldest first, before all others, leaving out those that it has. Returns the entries that it added. */
  addOlder(events: readonly OperatorEvent[], arrivedAt: number, position: string | undefined): EventEntry[] {
    const added: EventEntry[] = [];
    for (const [index, event] of [...events.entries()].reverse()) {
      if (this.has(event)) continue;
      this.#keys.add(eventKey(event));
      added.push(entryOf(event, --this.#oldest, arrivedAt, index === 0 ? position : undefined));
    }
    added.reverse();
    this.entries = [...added, ...this.entries];
    for (const entry of added) this.#characters += sizeOf(entry);
    return added;
  }

  /** Whether there are as many as `factor` times the limits. Characters count as full a little earlier: `trim` leaves a few free. */
  exceeds(factor: number): boolean {
    const { entries, characters } = this.limits;
    return this.entries.length >= entries * factor || this.#characters >= characters * factor * NEARLY_FULL;
  }

  /** Drops the oldest beyond the limits, of which `factor` times as much counts. Returns whether it dropped any. */
  trim(factor = 1): boolean {
    const entries = this.limits.entries * factor;
    const characters = this.limits.characters * factor;
    const over = this.entries.length - entries;
    if (over <= SLACK && this.#characters <= characters) return false;
    let count = Math.max(0, over);
    for (let index = 0; index < this.entries.length; index++) {
      if (index >= count && this.#characters <= characters) break;
      const entry = this.entries[index]!;
      this.#characters -= sizeOf(entry);
      if (entry.kind === 'event') this.#keys.delete(eventKey(entry.event));
      else this.gaps -= 1;
      count = Math.max(count, index + 1);
    }
    this.entries = this.entries.slice(count);
    return true;
  }

  /**
   * Before it older events are read: the position of the oldest entry that has one, or that of the snapshot. Read without it, they
   * would have those that the stream is about to bring. Undefined before the stream began.
   */
  get oldestPosition(): string | undefined {
    for (const entry of this.entries) if (entry.kind === 'event' && entry.position) return entry.position;
    return this.#begunAt;
  }

  #push(entry: Entry): void {
    this.entries.push(entry);
    this.#characters += sizeOf(entry);
  }
}

function entryOf(event: OperatorEvent, order: number, arrivedAt: number, position: string | undefined): EventEntry {
  return { kind: 'event', order, arrivedAt, event, position, text: textOf(event) };
}
