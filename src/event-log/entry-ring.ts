import { type LogEntry } from './event-log.interface.js';
import { type LogLimits, sizeOf } from './log-limits.js';
import { type Position, samePosition } from './position.js';

/**
 * The newest entries of a log in a ring buffer, bounded in number and bytes. The entries have consecutive numbers, so an entry
 * is found by its number without a search.
 */
export class EntryRing {
  private readonly slots: (LogEntry | undefined)[];
  private readonly capacity: number;
  private readonly maxBytes: number;
  private count = 0;
  private next = 0;

  private bytes = 0;

  constructor({ maxEntries, maxBytes }: LogLimits) {
    this.capacity = maxEntries;
    this.maxBytes = maxBytes;
    this.slots = new Array<LogEntry | undefined>(maxEntries);
  }

  push(entry: LogEntry): void {
    const size = sizeOf(entry);
    while (this.count === this.capacity || (this.count > 0 && this.bytes + size > this.maxBytes)) this.shift();
    this.bytes += size;
    this.slots[this.next] = entry;
    this.next = (this.next + 1) % this.capacity;
    this.count++;
  }

  get first(): LogEntry | undefined {
    return this.count === 0 ? undefined : this.at(0);
  }

  get length(): number {
    return this.count;
  }

  /** The `index`-th entry, 0 being the oldest. */
  at(index: number): LogEntry | undefined {
    return this.slots[(this.next - this.count + index + this.capacity) % this.capacity];
  }

  holds(position: Position): boolean {
    const entry = this.at(this.indexOf(position.n));
    return entry !== undefined && samePosition(entry.position, position);
  }

  /** How many entries have a number less than `n`. */
  countBefore(n: number): number {
    return this.first ? Math.min(Math.max(0, n - this.first.position.n), this.count) : 0;
  }

  /** The entries with a number greater than `n`, oldest first. */
  *following(n: number): Generator<LogEntry> {
    for (let index = Math.max(0, this.indexOf(n + 1)); index < this.count; index++) {
      const entry = this.at(index);
      if (entry) yield entry;
    }
  }

  private shift(): void {
    const oldest = (this.next - this.count + this.capacity) % this.capacity;
    const entry = this.slots[oldest];
    this.slots[oldest] = undefined;
    if (entry) this.bytes -= sizeOf(entry);
    this.count--;
  }

  private indexOf(n: number): number {
    const first = this.first;
    const index = first ? n - first.position.n : -1;
    return index < this.count ? index : this.count;
  }
}
