import { EntryRing } from './entry-ring.js';
import {
  type EventFilter,
  type EventLog,
  type GapReason,
  type LogEntry,
  type LogExtent,
  type LogPage,
  type NewestEntries,
  type NewEvent,
  PAGE_BYTES,
  type ReadOptions,
  TAIL_START,
  type TailListener,
} from './event-log.interface.js';
import { before, findGap, startOf } from './find-gap.js';
import { IdempotencyKeys } from './idempotency-keys.js';
import { DEFAULT_LOG_LIMITS, idempotencyKeysOf, type LogLimits } from './log-limits.js';
import { MemoryLogTail } from './memory-log-tail.js';
import { newEpoch } from './new-epoch.js';
import { type Position } from './position.js';
import { Selection } from './selection.js';

const EVERYTHING = { matches: () => true };

/** The event log in the memory of one process, for running without Redis. Positions and gaps are as in Redis. */
export class MemoryEventLog implements EventLog {
  readonly format = undefined;
  readonly readable = true;
  private readonly ring: EntryRing;
  private readonly idempotencyKeys: IdempotencyKeys;
  private readonly tails = new Set<MemoryLogTail>();
  private head: Position;

  /** `epoch` identifies this log in its positions. */
  constructor(limits: LogLimits = DEFAULT_LOG_LIMITS, epoch = newEpoch()) {
    this.ring = new EntryRing(limits);
    this.idempotencyKeys = new IdempotencyKeys(idempotencyKeysOf(limits.maxBytes));
    this.head = { epoch, ms: 0, n: 0 };
  }

  append(events: readonly NewEvent[]): Promise<Position[]> {
    const ms = Math.max(Date.now(), this.head.ms);
    const positions = events.map((event) => this.known(event) ?? this.add(event, ms));
    for (const tail of this.tails) tail.wake();
    return Promise.resolve(positions);
  }

  read(
    after: Position | 'start',
    limit: number,
    { bytes = PAGE_BYTES, filter = EVERYTHING }: ReadOptions & { filter?: EventFilter } = {},
  ): Promise<LogPage> {
    const gap = after === 'start' ? undefined : this.gapAfter(after);
    const start = gap || after === 'start' ? startOf(this.extent) : after;
    const selection = new Selection<LogEntry>(limit, bytes);
    let reached = start;
    for (const entry of this.ring.following(start.n)) {
      if (selection.full || !select(selection, filter, entry)) break;
      reached = entry.position;
    }
    return Promise.resolve({ entries: selection.chosen, start, reached, head: this.head, ...(gap && { gap }) });
  }

  latest(
    limit: number,
    filter: EventFilter,
    scan: number,
    { bytes = PAGE_BYTES, before: end }: ReadOptions & { before?: Position | undefined } = {},
  ): Promise<NewestEntries> {
    const selection = new Selection<LogEntry>(limit, bytes);
    const count = end ? this.countBefore(end) : this.ring.length;
    const oldest = Math.max(0, count - scan);
    for (let index = count - 1; index >= oldest && !selection.full; index--) {
      const entry = this.ring.at(index);
      if (entry && !select(selection, filter, entry)) break;
    }
    const scannedTo = end && oldest > 0 && !selection.full ? this.ring.at(oldest)?.position : undefined;
    return Promise.resolve({ entries: selection.chosen.reverse(), head: this.head, scannedTo });
  }

  async tail(listener: TailListener, signal: AbortSignal): Promise<void> {
    const { entries, head } = await this.latest(TAIL_START.entries, EVERYTHING, TAIL_START.entries, TAIL_START);
    const tail = new MemoryLogTail(this, listener, entries[0] ? before(entries[0].position) : head);
    this.tails.add(tail);
    await tail.run(signal);
    this.tails.delete(tail);
  }

  reconnectTail(): void {
    // There is no connection.
  }

  private known({ idempotencyKey }: NewEvent): Position | undefined {
    return idempotencyKey === undefined ? undefined : this.idempotencyKeys.find(idempotencyKey);
  }

  private add({ idempotencyKey, type, module, severity, json }: NewEvent, ms: number): Position {
    this.head = { epoch: this.head.epoch, ms, n: this.head.n + 1 };
    this.ring.push({ position: this.head, type, module, severity, json });
    if (idempotencyKey !== undefined) this.idempotencyKeys.remember(idempotencyKey, this.head);
    return this.head;
  }

  private countBefore({ epoch, n }: Position): number {
    return epoch === this.head.epoch ? this.ring.countBefore(n) : 0;
  }

  private get extent(): LogExtent {
    return { head: this.head, first: this.ring.first?.position };
  }

  private gapAfter(position: Position): GapReason | undefined {
    return findGap(position, { ...this.extent, holds: this.ring.holds(position) });
  }
}

/** Adds an entry to the selection if it passes the filter. Returns false if the selection has no room for it. */
function select(selection: Selection<LogEntry>, filter: EventFilter, entry: LogEntry): boolean {
  return !filter.matches(entry) || selection.take(entry, Buffer.byteLength(entry.json));
}
