import { type GapReason, type LogEntry, type TailListener } from '../event-log/event-log.interface.js';
import { formatPosition, type Position } from '../event-log/position.js';
import { RecentBatches } from './recent-batches.js';
import { RenderedBatch, type Rendering } from './rendered-batch.js';
import { gapFrame } from './sse-frame.js';
import { type SseConnection } from './sse-connection.js';
import { StreamGroup } from './stream-group.js';
import { type StreamFilter } from './stream-filter.js';
import { type StreamObserver } from './stream-observer.js';

/** How much of what it missed a stream is given at once, about. It gets more when it has taken that. */
const REPLAY_BYTES = 262_144;

/** Hands what the tail brings to the live streams of this instance, each batch rendered once per filter. */
export class EventHub implements TailListener {
  /** Up to where live streams have everything; undefined until the log was reached for the first time. */
  position: Position | undefined;
  /** When the log was last heard of, monotonic ms. */
  provenAt = -Infinity;
  /** How often the log was found to have a gap. */
  gaps = 0;
  private recent: RecentBatches | undefined;
  private readonly groups = new Map<string, StreamGroup>();
  private waiting: (() => void)[] = [];

  constructor(
    private readonly recentBytes: number,
    private readonly observer: StreamObserver,
  ) {}

  started(at: Position): void {
    this.position = at;
    this.recent = new RecentBatches(at, this.recentBytes);
  }

  batch(entries: readonly LogEntry[]): void {
    const batch = new RenderedBatch(entries);
    const now = performance.now();
    this.provenAt = now;
    this.position = batch.last;
    this.recent?.push(batch);
    let delivered = 0;
    for (const group of this.groups.values()) delivered += group.send(batch, now);
    this.observer.delivered(delivered);
    this.moved();
  }

  gap(reason: GapReason, resumedAt: Position): void {
    const missedFrom = this.position ? formatPosition(this.position) : null;
    const frame = Buffer.from(gapFrame(reason, missedFrom, resumedAt));
    const now = performance.now();
    let told = 0;
    for (const { members } of this.groups.values()) {
      for (const member of members) member.write(frame, now);
      told += members.size;
    }
    this.started(resumedAt);
    this.gaps++;
    this.observer.gap(reason, told);
    this.moved();
  }

  upToDate(): void {
    this.provenAt = performance.now();
  }

  /**
   * Brings a stream forward from memory. Returns how far it came: `live` when it has everything, nothing of which waits,
   * and has joined its group, in the same turn; undefined if `position` is not among the recent ones, and nothing was
   * written.
   */
  advance(connection: SseConnection, position: Position): Position | 'live' | undefined {
    const atOnce = Math.min(REPLAY_BYTES, connection.bound);
    const replay = this.recent?.after(position, connection.filter, atOnce);
    if (!replay) return undefined;
    this.replay(connection, replay.renderings);
    connection.position = replay.reached;
    if (!replay.complete || connection.congested) return replay.reached;
    connection.live = true;
    this.groupOf(connection.filter).members.add(connection);
    return 'live';
  }

  /** Whether the hub is at `position` or past it. */
  hasReached({ epoch, n }: Position): boolean {
    return this.position?.epoch === epoch && this.position.n >= n;
  }

  leave(connection: SseConnection): void {
    const group = this.groups.get(connection.filter.key);
    group?.members.delete(connection);
    if (group?.members.size === 0) this.groups.delete(group.filter.key);
  }

  /** The newest entries that pass, if those in memory are enough to tell. */
  latest(limit: number, filter: StreamFilter): LogEntry[] | undefined {
    return this.recent?.latest(limit, filter);
  }

  /** Resolves when the hub's position changes. */
  nextMove(): Promise<void> {
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  private replay(connection: SseConnection, renderings: readonly Rendering[]): void {
    if (renderings.length === 0) return;
    connection.writeAll(renderings.map(({ bytes }) => bytes));
    this.observer.delivered(renderings.reduce((sum, { events }) => sum + events, 0));
  }

  private groupOf(filter: StreamFilter): StreamGroup {
    let group = this.groups.get(filter.key);
    if (!group) this.groups.set(filter.key, (group = new StreamGroup(filter)));
    return group;
  }

  private moved(): void {
    const waiting = this.waiting;
    this.waiting = [];
    for (const resume of waiting) resume();
  }
}
