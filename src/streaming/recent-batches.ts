import { type EventFilter, type LogEntry } from '../event-log/event-log.interface.js';
import { type Position, samePosition } from '../event-log/position.js';
import { type RenderedBatch, type RenderFilter, type Rendering } from './rendered-batch.js';

/** A part of the events that a stream missed. */
interface Replay {
  readonly renderings: readonly Rendering[];
  /** Position of the last entry that was scanned, whether it passed or not. */
  readonly reached: Position;
  /** Whether that is the newest entry. */
  readonly complete: boolean;
}

/** The newest batches, bounded in bytes, so that many streams can resume at once without reading the log. */
export class RecentBatches {
  private readonly batches: RenderedBatch[] = [];
  private bytes = 0;

  /** `start` is the position right before the first batch. */
  constructor(
    private start: Position,
    private readonly maxBytes: number,
  ) {}

  push(batch: RenderedBatch): void {
    this.batches.push(batch);
    this.bytes += batch.size;
    while (this.bytes > this.maxBytes && this.batches.length > 1) {
      const oldest = this.batches.shift()!;
      this.bytes -= oldest.size;
      this.start = oldest.last;
    }
  }

  /**
   * Renders the entries after `position` that pass, one rendering per batch, until `maxBytes` are reached. Returns undefined
   * if `position` is not in the recent batches.
   */
  after(position: Position, filter: RenderFilter, maxBytes: number): Replay | undefined {
    const place = this.placeAfter(position);
    if (!place) return undefined;
    const renderings: Rendering[] = [];
    let reached = position;
    let bytes = 0;
    let { index, from } = place;
    for (; index < this.batches.length && bytes < maxBytes; index++, from = 0) {
      const batch = this.batches[index]!;
      const rendering = batch.render(filter, from);
      if (rendering) renderings.push(rendering);
      bytes += rendering?.bytes.length ?? 0;
      reached = batch.last;
    }
    return { renderings, reached, complete: index === this.batches.length };
  }

  /** The newest `limit` entries that pass, oldest first; undefined if the batches may lack some of them. */
  latest(limit: number, filter: EventFilter): LogEntry[] | undefined {
    const found: LogEntry[] = [];
    for (let b = this.batches.length - 1; b >= 0 && found.length < limit; b--) {
      const batch = this.batches[b]!;
      for (let e = batch.length - 1; e >= 0 && found.length < limit; e--) {
        if (batch.passes(filter, e)) found.push(batch.entry(e));
      }
    }
    const complete = found.length === limit || this.start.n === 0;
    return complete ? found.reverse() : undefined;
  }

  private placeAfter(position: Position): { index: number; from: number } | undefined {
    if (samePosition(position, this.start)) return { index: 0, from: 0 };
    const index = this.batchOf(position);
    if (index === undefined) return undefined;
    return { index, from: position.n - this.batches[index]!.position(0).n + 1 };
  }

  /** Searches the index of the batch that has an entry with exactly this position (binary search). */
  private batchOf(position: Position): number | undefined {
    const { n } = position;
    let low = 0;
    let high = this.batches.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const batch = this.batches[middle]!;
      const first = batch.position(0).n;
      if (n < first) high = middle - 1;
      else if (n > batch.last.n) low = middle + 1;
      else return samePosition(batch.position(n - first), position) ? middle : undefined;
    }
    return undefined;
  }
}
