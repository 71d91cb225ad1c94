import { EntryRing } from './entry-ring.js';
import {
  type EventFilter,
  type EventLog,
  type LogEntry,
  type LogPage,
  type NewEvent,
  type TailListener,
} from './event-log.interface.js';
import { findGap, startOf } from './find-gap.js';
import { GivenIds } from './given-ids.js';
import { MemoryLogTail } from './memory-log-tail.js';
import { type Position } from './position.js';

/** The log of one process, in its memory: a ring with the same positions and gaps as the shared one. */
export class MemoryEventLog implements EventLog {
  private readonly ring: EntryRing;
  private readonly givenIds = new GivenIds();
  private readonly tails = new Set<MemoryLogTail>();
  private head: Position;

  constructor(maxEntries: number, epoch: string) {
    this.ring = new EntryRing(maxEntries);
    this.head = { epoch, ms: 0, n: 0 };
  }

  append(events: readonly NewEvent[]): Promise<Position[]> {
    const ms = Math.max(Date.now(), this.head.ms);
    const positions = events.map((event) => this.known(event) ?? this.add(event, ms));
    for (const tail of this.tails) tail.wake();
    return Promise.resolve(positions);
  }

  read(after: Position | 'start', limit: number): Promise<LogPage> {
    const gap = after === 'start' ? undefined : this.gapAfter(after);
    const from = after === 'start' || gap ? 0 : after.n;
    return Promise.resolve({ entries: this.ring.after(from, limit), head: this.head, ...(gap && { gap }) });
  }

  latest(limit: number, filter: EventFilter, scan: number): Promise<LogPage> {
    const entries: LogEntry[] = [];
    const oldest = Math.max(0, this.ring.length - scan);
    for (let index = this.ring.length - 1; index >= oldest && entries.length < limit; index--) {
      const entry = this.ring.at(index);
      if (entry && filter.matches(entry)) entries.push(entry);
    }
    return Promise.resolve({ entries: entries.reverse(), head: this.head });
  }

  async tail(listener: TailListener, signal: AbortSignal): Promise<void> {
    const page = await this.latest(1_000, { matches: () => true }, 1_000);
    const tail = new MemoryLogTail(this, listener, startOf(page));
    this.tails.add(tail);
    await tail.run(signal);
    this.tails.delete(tail);
  }

  reconnectTail(): void {
    // There is no connection.
  }

  private known({ givenId }: NewEvent): Position | undefined {
    return givenId === undefined ? undefined : this.givenIds.find(givenId);
  }

  private add({ givenId, type, module, severity, json }: NewEvent, ms: number): Position {
    this.head = { epoch: this.head.epoch, ms, n: this.head.n + 1 };
    this.ring.push({ position: this.head, type, module, severity, json });
    if (givenId !== undefined) this.givenIds.remember(givenId, this.head);
    return this.head;
  }

  private gapAfter(position: Position) {
    return findGap(position, { head: this.head, first: this.ring.first?.position, holds: this.ring.holds(position) });
  }
}
