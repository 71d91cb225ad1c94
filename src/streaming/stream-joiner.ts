import {
  type EventLog,
  type GapReason,
  type LogEntry,
  type LogPage,
  type Reader,
} from '../event-log/event-log.interface.js';
import { isComplete } from '../event-log/find-gap.js';
import { formatPosition, parsePosition, type Position, samePosition } from '../event-log/position.js';
import { type EventHub } from './event-hub.js';
import { RenderedBatch } from './rendered-batch.js';
import { gapFrame } from './sse-frame.js';
import { snapshotOf } from './snapshot.js';
import { type SseConnection } from './sse-connection.js';
import { type ResumeSource, type StreamObserver } from './stream-observer.js';

/** How much is read at once while a stream catches up: about what it is given at once. */
const PAGE = { entries: 1_000, bytes: 262_144 };
/** How far back a snapshot looks for events that pass its filter. */
const SNAPSHOT_SCAN = 10_000;

/** What the last page tells of the log: that it has more, that this was all, or that nothing had come after it. */
type Left = 'more' | 'none' | 'none since';

/** Brings a new stream up to the hub's position, without a gap or a repeat, and makes it live. */
export class StreamJoiner {
  constructor(
    private readonly hub: EventHub,
    private readonly log: EventLog,
    private readonly observer: StreamObserver,
  ) {}

  /** Writes the newest `size` events, then makes the stream live. Rejects if the log cannot be read. */
  async showSnapshot(connection: SseConnection, size: number): Promise<void> {
    const recent = this.hub.position && this.hub.latest(size, connection.filter);
    const position = this.hub.position;
    if (recent && position) return this.snapshot(connection, recent, position);
    const { entries, head } = await this.log.latest(size, connection.filter, SNAPSHOT_SCAN, {
      reader: readerOf(connection),
    });
    return this.snapshot(connection, entries, head);
  }

  /** Goes on after `lastId`, a `Last-Event-ID` that may be malformed. Rejects if the log cannot be read. */
  async resume(connection: SseConnection, lastId: string): Promise<void> {
    const position = parsePosition(lastId);
    if (position) return this.follow(connection, position);
    const page = await this.page('start', connection);
    // What cannot be read is not repeated to anybody: it may be anything, a credential included.
    this.tellGap(connection, 'unreadable', null, page);
    this.write(connection, page.entries);
    return this.follow(connection, page.reached, 'gap');
  }

  private snapshot(connection: SseConnection, entries: readonly LogEntry[], position: Position): Promise<void> {
    connection.write(snapshotOf(entries, position), performance.now());
    return this.follow(connection, position, 'memory');
  }

  /**
   * Takes what is missed from the hub's memory or, page by page, from the log, until the stream is live. Each part is
   * given once the kernel has taken the one before, and none may be left when the stream goes live: what is behind by
   * its past alone would be ended with the first events that come.
   */
  private async follow(connection: SseConnection, from: Position, begun: ResumeSource = 'memory'): Promise<void> {
    let source = begun;
    let position = from;
    let left: Left = 'more';
    let gaps = this.hub.gaps;
    while (!connection.over) {
      connection.position = position;
      // Without a wait where there is none, so that most streams are live in the turn they are opened in.
      if (connection.congested) {
        await connection.drained();
        continue;
      }
      const reached = this.hub.advance(connection, position);
      if (reached === 'live') return this.observer.resumed(source);
      if (reached) position = reached;
      else if (
        gaps === this.hub.gaps &&
        (left === 'none since' || (left === 'none' && !this.hub.hasReached(position)))
      ) {
        // The log has nothing more: the hub is behind it, or on a branch of it that a failover cut off.
        await this.hub.nextMove();
        if (this.hub.hasReached(position)) left = 'more';
      } else {
        gaps = this.hub.gaps;
        const { position: hubWas } = this.hub;
        const page = await this.readPage(connection, position);
        source = page.gap ? 'gap' : source === 'memory' ? 'log' : source;
        position = page.reached;
        // If the hub went past meanwhile, the page may be older than what it went past.
        const overtaken = this.hub.position !== hubWas && this.hub.hasReached(position);
        left = overtaken ? 'more' : page.left;
      }
    }
  }

  private async readPage(connection: SseConnection, position: Position) {
    const page = await this.page(position, connection);
    const gap = page.gap !== undefined;
    if (gap) this.tellGap(connection, page.gap, formatPosition(position), page);
    this.write(connection, page.entries);
    const left: Left = !isComplete(page) ? 'more' : samePosition(page.reached, position) ? 'none since' : 'none';
    return { gap, reached: page.reached, left };
  }

  private page(after: Position | 'start', connection: SseConnection): Promise<LogPage> {
    const { filter } = connection;
    return this.log.read(after, PAGE.entries, { bytes: PAGE.bytes, filter, reader: readerOf(connection) });
  }

  private tellGap(connection: SseConnection, reason: GapReason, missedFrom: string | null, { start }: LogPage): void {
    connection.write(gapFrame(reason, missedFrom, start), performance.now());
    this.observer.gap(reason, 1);
  }

  private write(connection: SseConnection, entries: readonly LogEntry[]): void {
    if (entries.length === 0) return;
    const rendering = new RenderedBatch(entries).render(connection.filter);
    if (!rendering) return;
    connection.write(rendering.bytes, performance.now());
    this.observer.delivered(rendering.events);
  }
}

function readerOf({ principal }: SseConnection): Reader {
  return { kind: 'stream', principal };
}
