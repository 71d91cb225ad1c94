import { EventEmitter, once } from 'node:events';
import { type EntryHead } from './entry-head.js';
import { type EventFields, type EventFilter } from './event-log.interface.js';
import { type Position, samePosition } from './position.js';
import { type Selection } from './selection.js';

/** An `EntryHead`, flat, without the epoch that all have in common. */
type Slot = { -readonly [Field in keyof EventFields]: EventFields[Field] } & { n: number; ms: number; bytes: number };

/**
 * Keeps the heads of the newest entries that the tail read, about a hundred bytes each. With it an instance finds the entries
 * that pass a filter, and checks whether a position is in the log, without a request to Redis. The numbers of its entries
 * are consecutive: when an entry does not follow the last one, the index is emptied first.
 */
export class EntryIndex {
  /** The position of its newest entry, or the one given to `begin`; undefined before that. */
  head: Position | undefined;
  /** How many entries it has. */
  length = 0;
  /** Whether the log has no entry older than the oldest here. */
  private whole = false;
  private readonly slots: Slot[] = [];
  private readonly changes = new EventEmitter().setMaxListeners(0);

  constructor(readonly capacity = 10_000) {}

  /** Empties the index. Entries after `after` follow; `whole` if the log has none before it. */
  begin(after: Position, whole: boolean): void {
    this.head = after;
    this.length = 0;
    this.whole = whole || after.n === 0;
    this.changes.emit('changed');
  }

  /** Removes the entries after `to`, because a failover replaced them by others. */
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

  /** Resolves the pending `reaches`, once for all entries that were added in a row. */
  added(): void {
    this.changes.emit('changed');
  }

  /** Whether the index has an entry with exactly this position, or the position is its head. */
  holds(position: Position): boolean {
    if (!this.head || position.epoch !== this.head.epoch) return false;
    if (samePosition(position, this.head)) return true;
    const here = position.n > this.head.n - this.length && position.n <= this.head.n;
    return here && this.slots[position.n % this.capacity]!.ms === position.ms;
  }

  /** Whether an entry with exactly this position was added and is not overwritten yet, even if it was removed since. */
  hasHad({ ms, n }: Position): boolean {
    const slot = this.slots[n % this.capacity];
    return slot?.n === n && slot.ms === ms;
  }

  hasReached({ epoch, ms, n }: Position): boolean {
    return this.head?.epoch === epoch && this.head.n >= n && this.head.ms >= ms;
  }

  /** Waits until it has reached `position`, at most `withinMs`. Returns whether it has. */
  async reaches(position: Position, withinMs: number): Promise<boolean> {
    const signal = AbortSignal.timeout(withinMs);
    while (!this.hasReached(position)) {
      const changed = await once(this.changes, 'changed', { signal }).then(
        () => true,
        () => false,
      );
      if (!changed) return false;
    }
    return true;
  }

  /** Selects from the newest `scan` entries of the log, newest first. Returns false if the index may lack some of them. */
  newest(scan: number, filter: EventFilter, selection: Selection<EntryHead>): boolean {
    const count = Math.min(scan, this.length);
    const newest = this.head?.n ?? 0;
    for (let n = newest; n > newest - count; n--) if (!this.select(n, filter, selection)) return true;
    return selection.full || count === scan || this.whole;
  }

  /** Selects from the entries after `position`, which the index must hold, oldest first. Returns the last position scanned. */
  after(position: Position, filter: EventFilter, selection: Selection<EntryHead>): Position {
    for (let n = position.n + 1; n <= this.head!.n; n++) {
      if (!this.select(n, filter, selection)) return n - 1 === position.n ? position : this.at(n - 1).position;
    }
    return this.head!;
  }

  /** Adds entry `n` to the selection if it passes the filter. Returns false if the selection has no room for it. */
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
