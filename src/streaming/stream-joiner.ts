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
import { type Missed, MissedPages } from './missed-pages.js';
import { type Rendering } from './rendered-batch.js';
import { gapFrame } from './sse-frame.js';
import { snapshotOf } from './snapshot.js';
import { type SseConnection } from './sse-connection.js';
import { type ResumeSource, type StreamObserver } from './stream-observer.js';

/** How many of the newest events a snapshot scans for those that pass its filter. */
const SNAPSHOT_SCAN = 10_000;

/** A client that was away for longer may find that the log no longer has what it missed, ms. */
const LONG_AWAY_MS = 600_000;

/** What the log has after the last page: more events; none; or none, and the page had none either. */
type Rest = 'more' | 'none' | 'none since';

/**
 * Writes to a new stream what it missed, from the hub's memory or from the log, without a gap or a repeat. When it has
 * reached the hub's position, the stream is live: the hub writes new events to it.
 */
export class StreamJoiner {
  private readonly missed: MissedPages;
  /** The gaps of the hub when a page was last looked for. */
  private gapsBefore = 0;

  constructor(
    private readonly hub: EventHub,
    private readonly log: EventLog,
    private readonly observer: StreamObserver,
  ) {
    this.missed = new MissedPages(log);
  }

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

  /** Writes the events after `lastId`, a `Last-Event-ID` that may be malformed. Rejects if the log cannot be read. */
  async resume(connection: SseConnection, lastId: string): Promise<void> {
    const position = parsePosition(lastId);
    if (position) return this.follow(connection, position, 'memory', 0);
    const { page, rendering } = await this.missed.read('start', connection.filter, readerOf(connection));
    // A malformed id is not echoed: it may be anything, even a credential.
    this.writeGap(connection, 'unreadable', null, page);
    const replayed = this.write(connection, rendering);
    return this.follow(connection, page.reached, 'unreadable', replayed);
  }

  private snapshot(connection: SseConnection, entries: readonly LogEntry[], position: Position): Promise<void> {
    connection.write(snapshotOf(entries, position), performance.now());
    return this.follow(connection, position, 'memory');
  }

  /**
   * Writes the events after `from` from the hub's memory or, page by page, from the log, until the stream is live. It writes
   * each part once the kernel has taken the one before, and makes the stream live once the kernel has taken all: otherwise
   * the next events would end the stream as slow.
   */
  private async follow(
    connection: SseConnection,
    from: Position,
    first: ResumeSource = 'memory',
    /** Events that were written already; undefined for a stream that resumes nothing. */
    written?: number,
  ): Promise<void> {
    let source = first;
    let replayed = written ?? 0;
    let position = from;
    let rest: Rest = 'more';
    let gaps = this.hub.gaps;
    let turn: Promise<void> | undefined;
    while (!connection.over) {
      connection.position = position;
      if (turn) await turn;
      turn = undefined;
      // Awaits only if it must, so that most streams are live in the turn of the event loop that opens them.
      if (connection.congested) {
        await connection.drained();
        continue;
      }
      const advance = this.hub.advance(connection, position);
      replayed += advance?.events ?? 0;
      if (connection.live) return this.observer.resumed(source, written === undefined ? undefined : replayed);
      if (advance) {
        position = advance.reached;
        turn = connection.turn();
      } else if (
        gaps === this.hub.gaps &&
        (rest === 'none since' || (rest === 'none' && !this.hub.hasReached(position)))
      ) {
        // The log has no more events: the hub is behind the log, or at a position that a failover has lost.
        await this.hub.positionChange();
        if (this.hub.hasReached(position)) rest = 'more';
      } else {
        gaps = this.hub.gaps;
        const { position: hubBefore } = this.hub;
        const page = await this.readPage(connection, position);
        source = page.gap ? gapAfter(from) : source === 'memory' ? 'log' : source;
        replayed += page.events;
        position = page.reached;
        // If the hub passed the page's end meanwhile, the log may have more events than when the page was read.
        const overtaken = this.hub.position !== hubBefore && this.hub.hasReached(position);
        rest = overtaken ? 'more' : page.rest;
        if (rest === 'more') turn = connection.turn();
      }
    }
  }

  private async readPage(connection: SseConnection, position: Position) {
    const { page, rendering } = this.kept(connection, position) ?? (await this.readLog(connection, position));
    const gap = page.gap !== undefined;
    if (gap) this.writeGap(connection, page.gap, formatPosition(position), page);
    const events = this.write(connection, rendering);
    const rest: Rest = !isComplete(page) ? 'more' : samePosition(page.reached, position) ? 'none since' : 'none';
    return { gap, events, reached: page.reached, rest };
  }

  private kept({ filter }: SseConnection, position: Position): Missed | undefined {
    if (this.gapsBefore !== this.hub.gaps) this.missed.clear();
    this.gapsBefore = this.hub.gaps;
    return this.missed.find(position, filter);
  }

  private readLog(connection: SseConnection, position: Position): Promise<Missed> {
    return this.missed.read(position, connection.filter, readerOf(connection));
  }

  private writeGap(
    connection: SseConnection,
    reason: GapReason,
    missedFrom: string | null,
    { start }: Pick<LogPage, 'start'>,
  ): void {
    connection.write(gapFrame(reason, missedFrom, start), performance.now());
    this.observer.gap(reason, 1);
  }

  /** Writes the entries that pass. Returns how many those are. */
  private write(connection: SseConnection, rendering: Rendering | undefined): number {
    if (!rendering) return 0;
    connection.write(rendering.bytes, performance.now());
    this.observer.delivered(rendering.events);
    return rendering.events;
  }
}

function gapAfter({ ms }: Position): ResumeSource {
  return Date.now() - ms > LONG_AWAY_MS ? 'expired' : 'gap';
}

function readerOf({ principal }: SseConnection): Reader {
  return { kind: 'stream', principal };
}
