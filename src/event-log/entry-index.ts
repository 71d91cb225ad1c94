import { EventEmitter, once } from 'node:events';
import { type EntryHead } from './entry-head.js';
import { type EventFields, type EventFilter } from './event-log.interface.js';
import { type Position, samePosition } from './position.js';
import { type Selection } from './selection.js';

/** What filters look at of one entry, and how long its JSON is. */
type Slot = { -readonly [Field in keyof EventFields]: EventFields[Field] } & { n: number; ms: number; bytes: number };

/**
 * The heads of the newest entries that the tail has given, about a hundred bytes each: tells which entries pass a filter,
 * and whether a position stands, without asking Redis. Numbers are consecutive in it; where they are not, it begins anew.
 */
export class EntryIndex {
  /** The newest entry it has, or the position it began after; undefined until then. */
  head: Position | undefined;
  /** How many entries it has. */
  length = 0;
  /** The log has nothing older than what is here, or did not when this was set. */
  private whole = false;
  private readonly slots: Slot[] = [];
  private readonly moves = new EventEmitter().setMaxListeners(0);

  constructor(readonly capacity = 10_000) {}

  /** Begins anew after a position; `whole` if that is where the log begins. */
  begin(after: Position, whole: boolean): void {
    this.head = after;
    this.length = 0;
    this.whole = whole || after.n === 0;
    this.moves.emit('moved');
  }

  /** Goes back to a position: what follows is another branch of the log. */
  rewind(to: Position, whole: boolean): void {
    if (!this.holds(to)) return this.begin(to, whole);
    this.length -= this.head!.n - to.n;
    this.head = to;
  }

  add({ position, type, module, severity }: Omit<EntryHead, 'bytes'>, bytes: number): void {
    if (position.n !== (this.head?.n ?? -1) + 1) this.begin({ ...position, n: position.n - 1 }, false);
    const { ms, n } = position;
    const slot = this.slots[n % this.capacity];
    if (slot) Object.assign(slot, { type, module, severity, n, ms, bytes });
    else this.slots[n % this.capacity] = { type, module, severity, n, ms, bytes };
    this.head = position;
    if (this.length < this.capacity) this.length++;
    else this.whole = false;
  }

  /** To be called when entries were added: wakes those who wait for it. */
  added(): void {
    this.moves.emit('moved');
  }

  /** Whether that very entry is here, or it is where this begins. */
  holds(position: Position): boolean {
    if (!this.head || position.epoch !== this.head.epoch) return false;
    if (samePosition(position, this.head)) return true;
    const here = position.n > this.head.n - this.length && position.n <= this.head.n;
    return here && this.slots[position.n % this.capacity]!.ms === position.ms;
  }

  /** Whether it ever had that very entry, also before it began anew, unless a newer one has taken its place. */
  hasHad({ ms, n }: Position): boolean {
    const slot = this.slots[n % this.capacity];
    return slot?.n === n && slot.ms === ms;
  }

  hasReached({ epoch, ms, n }: Position): boolean {
    return this.head?.epoch === epoch && this.head.n >= n && this.head.ms >= ms;
  }

  /** Resolves when it has reached a position, or after a time when it has not. */
  async reaches(position: Position, withinMs: number): Promise<boolean> {
    const signal = AbortSignal.timeout(withinMs);
    while (!this.hasReached(position)) {
      const moved = await once(this.moves, 'moved', { signal }).then(
        () => true,
        () => false,
      );
      if (!moved) return false;
    }
    return true;
  }

  /** Selects from the newest `scan` entries, newest first; false if there may be more of them that are not here. */
  newest(scan: number, filter: EventFilter, selection: Selection<EntryHead>): boolean {
    const count = Math.min(scan, this.length);
    const newest = this.head?.n ?? 0;
    for (let n = newest; n > newest - count; n--) if (!this.select(n, filter, selection)) return true;
    return selection.full || count === scan || this.whole;
  }

  /** Selects from what follows an entry that is here, oldest first; returns the last position that was looked at. */
  after(position: Position, filter: EventFilter, selection: Selection<EntryHead>): Position {
    for (let n = position.n + 1; n <= this.head!.n; n++) {
      if (!this.select(n, filter, selection)) return n - 1 === position.n ? position : this.at(n - 1).position;
    }
    return this.head!;
  }

  /** False if there is no room for it. */
  private select(n: number, filter: EventFilter, selection: Selection<EntryHead>): boolean {
    if (selection.full) return false;
    const slot = this.slots[n % this.capacity]!;
    return !filter.matches(slot) || selection.take(this.at(n), slot.bytes);
  }

  private at(n: number): EntryHead {
    const { type, module, severity, ms, bytes } = this.slots[n % this.capacity]!;
    return { type, module, severity, bytes, position: { epoch: this.head!.epoch, ms, n } };
  }
}
