import { type LogEntry } from './event-log.interface.js';
import { formatPosition, type Position } from './position.js';

/** An LRU cache of log entries, bounded in bytes, since browsers read the same page of the history many times. */
export class EntryCache {
  private readonly entries = new Map<string, { entry: LogEntry; bytes: number }>();
  private bytes = 0;

  constructor(private readonly maxBytes = 4_194_304) {}

  get(position: Position): LogEntry | undefined {
    const key = formatPosition(position);
    const found = this.entries.get(key);
    if (!found) return undefined;
    this.entries.delete(key);
    this.entries.set(key, found);
    return found.entry;
  }

  add(entry: LogEntry): void {
    const key = formatPosition(entry.position);
    if (this.entries.has(key)) return;
    const bytes = Buffer.byteLength(entry.json);
    this.entries.set(key, { entry, bytes });
    this.bytes += bytes;
    for (const [oldest, { bytes }] of this.entries) {
      if (this.bytes <= this.maxBytes) return;
      this.entries.delete(oldest);
      this.bytes -= bytes;
    }
  }
}
