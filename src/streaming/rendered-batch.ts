import { type EventFields, type EventFilter, type LogEntry } from '../event-log/event-log.interface.js';
import { type Position, samePosition } from '../event-log/position.js';
import { eventFrame, jsonOf } from './sse-frame.js';

/** Bytes of memory that an entry takes beside its frame, about. */
const HEAD_BYTES = 100;

/** An event filter whose `open` is always set. */
export interface RenderFilter extends EventFilter {
  readonly open: boolean;
}

/** The frames of several events in one Buffer, which all streams with the same filter write. */
export interface Rendering {
  readonly bytes: Buffer;
  readonly events: number;
}

/**
 * Consecutive log entries, rendered as SSE frames into one Buffer, which every stream writes in whole or in part. Batches stay
 * in memory, so the JSON of an entry is kept in its frame only, and numbers in typed arrays.
 */
export class RenderedBatch {
  readonly bytes: Buffer;
  private readonly epoch: string;
  private readonly ms: Float64Array;
  private readonly n: Float64Array;
  private readonly fields: EventFields[] = [];
  /** Where each entry's frame ends in `bytes`. */
  private readonly ends: Float64Array;

  constructor(entries: readonly LogEntry[]) {
    const { length } = entries;
    [this.ms, this.n, this.ends] = [new Float64Array(length), new Float64Array(length), new Float64Array(length)];
    this.epoch = entries[0]?.position.epoch ?? '';
    let text = '';
    let end = 0;
    for (const [index, entry] of entries.entries()) {
      const frame = eventFrame(entry);
      text += frame;
      end += Buffer.byteLength(frame);
      this.ends[index] = end;
      this.ms[index] = entry.position.ms;
      this.n[index] = entry.position.n;
      this.fields.push(fieldsOf(entry, this.fields.at(-1)));
    }
    this.bytes = Buffer.from(text);
  }

  /** Number of entries. */
  get length(): number {
    return this.fields.length;
  }

  /** Bytes of memory that the batch takes, about. */
  get size(): number {
    return this.bytes.length + HEAD_BYTES * this.length;
  }

  get last(): Position {
    return this.position(this.length - 1);
  }

  position(index: number): Position {
    return { epoch: this.epoch, ms: this.ms[index]!, n: this.n[index]! };
  }

  /** The index of the entry with exactly this position (binary search: numbers grow, and may be missing where a filter applies). */
  indexOf(position: Position): number | undefined {
    let [low, high] = [0, this.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.n[middle]! < position.n) low = middle + 1;
      else high = middle;
    }
    return low <= high && samePosition(this.position(low), position) ? low : undefined;
  }

  /** The `index`-th entry, its JSON taken from its frame. */
  entry(index: number): LogEntry {
    const json = jsonOf(this.bytes.toString('utf8', this.startOf(index), this.ends[index]));
    return { position: this.position(index), ...this.fields[index]!, json };
  }

  passes(filter: EventFilter, index: number): boolean {
    return filter.matches(this.fields[index]!);
  }

  /** The frames of the entries that pass, from the `from`-th entry on; undefined if none passes. */
  render(filter: RenderFilter, from = 0): Rendering | undefined {
    if (from >= this.length) return undefined;
    if (filter.open) return { bytes: this.bytes.subarray(this.startOf(from)), events: this.length - from };
    const parts: Buffer[] = [];
    let events = 0;
    for (let index = from; index < this.length; index++) {
      if (!this.passes(filter, index)) continue;
      const start = index;
      while (index + 1 < this.length && this.passes(filter, index + 1)) index++;
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

/** The fields of an entry; the same object as for the entry before if they are equal, to save memory. */
function fieldsOf({ type, module, severity }: EventFields, before: EventFields | undefined): EventFields {
  const same = before?.type === type && before.module === module && before.severity === severity;
  return same ? before : { type, module, severity };
}
