import { parsePosition } from '../position.js';
import { contradict } from './contradict.js';
import { type Entry } from './messages.js';

/** Whether who has everything up to `position` has everything up to `before`. Positions of different logs say nothing. */
function reaches(before: string, position: string): boolean {
  if (before === position) return true;
  const [a, b] = [parsePosition(before), parsePosition(position)];
  return a !== undefined && a.epoch === b?.epoch && a.n <= b.n;
}

/** Whether the item is the one that moved the position to this. */
function leadsTo({ kind, moves, position }: Entry, wanted: string): boolean {
  return position === wanted && (moves || kind === 'gap');
}

/** No position, and none is like it: nothing can continue from here. */
const NOWHERE = '?';

/**
 * The newest items of the group, which every member keeps: its own loop reads from here, and whoever comes to lead answers others
 * from here. Items have indices that rise by one.
 */
export class RecentItems {
  /** The index of the oldest item that is kept. */
  first = 0;
  /** How often it began anew. Indices of before mean nothing then. */
  round = 0;
  /** The position before the first item. Undefined until the member has joined. */
  base: string | undefined;
  #entries: Entry[] = [];
  #chars = 0;

  /** @param maxChars of all texts. The newest item is kept in any case. */
  constructor(
    readonly maxItems = 1_000,
    readonly maxChars = 4 * 1_048_576,
  ) {}

  /** The index of the item that comes next. */
  get next(): number {
    return this.first + this.#entries.length;
  }

  /** The position after the newest item. */
  get position(): string {
    return this.#entries.at(-1)?.position ?? this.base ?? '';
  }

  at(index: number): Entry | undefined {
    return this.#entries[index - this.first];
  }

  /** Returns the items from this index on. */
  from(index: number): readonly Entry[] {
    return this.#entries.slice(index - this.first);
  }

  /** The position before the item with this index. */
  before(index: number): string {
    return this.at(index - 1)?.position ?? this.base ?? '';
  }

  /** Begins anew after `base`. */
  restart(base: string): void {
    this.first = this.next;
    this.round += 1;
    this.base = base;
    this.#entries = [];
    this.#chars = 0;
  }

  push(entry: Entry): void {
    this.#entries.push(entry);
    this.#chars += entry.text.length;
    while (this.#entries.length > this.maxItems || (this.#chars > this.maxChars && this.#entries.length > 1)) {
      this.#forgetOldest();
    }
  }

  /**
   * Returns the index from which to read for who has everything up to `position`; undefined if too much is forgotten, or if a
   * failover may have lost what the reader has. What is read then may begin with items that the reader has.
   */
  find(position: string): number | undefined {
    const { base } = this;
    if (base === undefined) return undefined;
    const wanted = parsePosition(position);
    let index = this.next - 1;
    // From the end: after a gap the log may have sent again what is kept from before it.
    while (index >= this.first && !leadsTo(this.at(index)!, position)) index -= 1;
    const exact = index >= this.first;
    if (!exact && contradict(parsePosition(base), wanted)) return undefined;
    let found = exact ? index + 1 : reaches(base, position) ? this.first : undefined;
    for (index += 1; index < this.next; index++) {
      const { kind, moves, position: here } = this.at(index)!;
      // A gap may lead back. Of events that do not move the position nobody knows whether the reader has them.
      if (found !== undefined && (kind === 'gap' || (kind === 'event' && !moves))) return found;
      if (!exact && kind !== 'gap' && contradict(parsePosition(here), wanted)) return undefined;
      // Without exactly this position the last event is read again: who had something else in its place learns of it.
      if (reaches(here, position)) found = exact || kind !== 'event' ? index + 1 : index;
      else if (found !== undefined) return found;
    }
    return found;
  }

  /** Forgets the items before this index, and that anybody could continue with the first one that is left. */
  forgetBefore(index: number): void {
    for (; this.first < index; this.first++) this.#chars -= this.#entries.shift()!.text.length;
    this.base = NOWHERE;
  }

  /** Returns the index from which on there are `count` events, or all that there ever were; undefined if they are not kept. */
  newest(count: number): number | undefined {
    let index = this.next;
    for (let left = count; left > 0; left -= this.at(index)!.events) {
      index -= 1;
      const entry = this.at(index);
      if (entry === undefined || entry.kind === 'gap') return undefined;
    }
    return index;
  }

  #forgetOldest(): void {
    let moved = false;
    // All events that came with one position are forgotten together: no position stands between them.
    while (!moved && this.#entries.length > 0) {
      const { text, position, moves, kind } = this.#entries.shift()!;
      this.first += 1;
      this.#chars -= text.length;
      moved = moves || kind !== 'event';
      this.base = moved ? position : NOWHERE;
    }
  }
}
