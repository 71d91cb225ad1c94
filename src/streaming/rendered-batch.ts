import { type EventFilter, type LogEntry } from '../event-log/event-log.interface.js';
import { type Position } from '../event-log/position.js';
import { eventFrame } from './sse-frame.js';

/** A filter that can say beforehand that everything passes. */
export interface RenderFilter extends EventFilter {
  readonly open: boolean;
}

/** Frames for some streams: one Buffer they all write, and how many events are in it. */
export interface Rendering {
  readonly bytes: Buffer;
  readonly events: number;
}

/** Consecutive entries, rendered once into one Buffer that every stream writes whole or in part. */
export class RenderedBatch {
  readonly bytes: Buffer;
  /** Where each entry's frame ends in `bytes`. */
  private readonly ends: number[] = [];

  constructor(readonly entries: readonly LogEntry[]) {
    let text = '';
    let end = 0;
    for (const entry of entries) {
      const frame = eventFrame(entry);
      text += frame;
      end += Buffer.byteLength(frame);
      this.ends.push(end);
    }
    this.bytes = Buffer.from(text);
  }

  get last(): Position {
    return this.entries[this.entries.length - 1]!.position;
  }

  /** The entries that pass, beginning with the `from`-th; undefined if there are none. */
  render(filter: RenderFilter, from = 0): Rendering | undefined {
    if (from >= this.entries.length) return undefined;
    if (filter.open) return { bytes: this.bytes.subarray(this.startOf(from)), events: this.entries.length - from };
    const parts: Buffer[] = [];
    let events = 0;
    for (let index = from; index < this.entries.length; index++) {
      if (!filter.matches(this.entries[index]!)) continue;
      const start = index;
      while (index + 1 < this.entries.length && filter.matches(this.entries[index + 1]!)) index++;
      parts.push(this.bytes.subarray(this.startOf(start), this.ends[index]));
      events += index + 1 - start;
    }
    if (parts.length === 0) return undefined;
    return { bytes: parts.length === 1 ? parts[0]! : Buffer.concat(parts), events };
  }

  private startOf(index: number): number {
    return index === 0 ? 0 : this.ends[index - 1]!;
  }
}
