import { type GapReason, type LogEntry, type TailListener } from '../event-log/event-log.interface.js';
import { formatPosition, type Position } from '../event-log/position.js';
import { RecentBatches } from './recent-batches.js';
import { RenderedBatch, type Rendering } from './rendered-batch.js';
import { gapFrame } from './sse-frame.js';
import { type SseConnection } from './sse-connection.js';
import { StreamGroup } from './stream-group.js';
import { type StreamFilter } from './stream-filter.js';
import { type StreamObserver } from './stream-observer.js';

/** Bytes of missed events that a stream gets at once, about. It gets more when the kernel has taken these. */
const REPLAY_BYTES = 262_144;

/** What was written to a stream that catches up. The stream is live once it has everything and the kernel has taken it. */
interface Advance {
  /** The position that the stream has reached. */
  readonly reached: Position;
  /** How many events were written. */
  readonly events: number;
}

/**
 * Delivers the events that the tail of the log reads to the live streams of this instance. Each batch is rendered once per
 * filter. The hub keeps recent batches, so that streams that resume need not read the log.
 */
export class EventHub implements TailListener {
  /** The position of the newest event, which all live streams have; undefined until the tail has reached the log. */
  position: Position | undefined;
  /** When the tail last got events or found that there are none, monotonic ms. */
  upToDateAt = -Infinity;
  /** How many gaps the tail reported. */
  gaps = 0;
  private recent: RecentBatches | undefined;
  private readonly groups = new Map<string, StreamGroup>();
  private waiting: (() => void)[] = [];

  constructor(
    private readonly recentBytes: number,
    private readonly observer: StreamObserver,
    /** The time of the clock by which the log dates its entries, ms since 1970. */
    private readonly logTime: () => number = Date.now,
  ) {}

  started(at: Position): void {
    this.position = at;
    this.recent = new RecentBatches(at, this.recentBytes);
  }

  batch(entries: readonly LogEntry[]): void {
    const batch = new RenderedBatch(entries);
    const now = performance.now();
    this.upToDateAt = now;
    this.position = batch.last;
    this.recent?.push(batch);
    let delivered = 0;
    for (const group of this.groups.values()) delivered += group.send(batch, now);
    if (delivered > 0) this.observer.delivered(delivered, this.secondsSince(batch.position(0)));
    this.resolveWaiting();
  }

  gap(reason: GapReason, resumedAt: Position): void {
    const missedFrom = this.position ? formatPosition(this.position) : null;
    const frame = Buffer.from(gapFrame(reason, missedFrom, resumedAt));
    const now = performance.now();
    let streams = 0;
    for (const { members } of this.groups.values()) {
      for (const member of members) member.write(frame, now);
      streams += members.size;
    }
    this.started(resumedAt);
    this.gaps++;
    this.observer.tailGap?.(reason);
    this.observer.gap(reason, streams);
    this.resolveWaiting();
  }

  upToDate(): void {
    this.upToDateAt = performance.now();
  }

  /**
   * Writes to a stream what follows `position` in the recent batches, about `REPLAY_BYTES` of it. Returns undefined if `position`
   * is not in the recent batches, so that nothing was written.
   */
  advance(connection: SseConnection, position: Position): Advance | undefined {
    const atOnce = Math.min(REPLAY_BYTES, connection.bound);
    const replay = this.recent?.after(position, connection.filter, atOnce);
    if (!replay) return undefined;
    const events = this.replay(connection, replay.renderings);
    const { reached } = replay;
    connection.position = reached;
    connection.live = replay.complete && !connection.congested;
    if (connection.live) this.groupOf(connection.filter).members.add(connection);
    return { reached, events };
  }

  /** Whether the hub's position is `position` or a later one of the same log. */
  hasReached({ epoch, n }: Position): boolean {
    return this.position?.epoch === epoch && this.position.n >= n;
  }

  /** Removes a stream from its group. */
  leave(connection: SseConnection): void {
    const group = this.groups.get(connection.filter.key);
    group?.members.delete(connection);
    if (group?.members.size === 0) this.groups.delete(group.filter.key);
  }

  /** The newest `limit` entries that pass, oldest first; undefined if the recent batches may lack some of them. */
  latest(limit: number, filter: StreamFilter): LogEntry[] | undefined {
    return this.recent?.latest(limit, filter);
  }

  /** Resolves when the hub's position changes next. */
  positionChange(): Promise<void> {
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  private replay(connection: SseConnection, renderings: readonly Rendering[]): number {
    if (renderings.length === 0) return 0;
    connection.writeAll(renderings.map(({ bytes }) => bytes));
    const events = renderings.reduce((sum, one) => sum + one.events, 0);
    this.observer.delivered(events);
    return events;
  }

  private secondsSince({ ms }: Position): number {
    return Math.max(0, this.logTime() - ms) / 1_000;
  }

  private groupOf(filter: StreamFilter): StreamGroup {
    let group = this.groups.get(filter.key);
    if (!group) this.groups.set(filter.key, (group = new StreamGroup(filter)));
    return group;
  }

  private resolveWaiting(): void {
    const waiting = this.waiting;
    this.waiting = [];
    for (const resume of waiting) resume();
  }
}
