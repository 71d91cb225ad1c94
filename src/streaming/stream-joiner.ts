import pLimit from 'p-limit';
import { type EventLog, type GapReason, type LogEntry, type LogPage } from '../event-log/event-log.interface.js';
import { startOf } from '../event-log/find-gap.js';
import { formatPosition, parsePosition, type Position } from '../event-log/position.js';
import { type EventHub } from './event-hub.js';
import { RenderedBatch } from './rendered-batch.js';
import { gapFrame } from './sse-frame.js';
import { snapshotOf } from './snapshot.js';
import { type SseConnection } from './sse-connection.js';
import { type ResumeSource, type StreamObserver } from './stream-observer.js';

/** Entries read at once while a stream catches up: at most 64 KiB each. */
const PAGE = 100;
/** Pages read at the same time by all streams together, which bounds memory in a storm of reconnects. */
const READERS = 8;
/** How far back a snapshot looks for events that pass its filter. */
const SNAPSHOT_SCAN = 10_000;

/** Brings a new stream to where the hub is, without a hole and without a repeat, and makes it live. */
export class StreamJoiner {
  private readonly reading = pLimit(READERS);

  constructor(
    private readonly hub: EventHub,
    private readonly log: EventLog,
    private readonly observer: StreamObserver,
  ) {}

  /** Shows the newest `size` events, then what comes. Rejects if the log does not answer. */
  async showSnapshot(connection: SseConnection, size: number): Promise<void> {
    const recent = this.hub.position && this.hub.latest(size, connection.filter);
    const position = this.hub.position;
    if (recent && position) return this.snapshot(connection, recent, position);
    const { entries, head } = await this.log.latest(size, connection.filter, SNAPSHOT_SCAN);
    return this.snapshot(connection, entries, head);
  }

  /** Goes on after `lastId`, whatever the client sent as that. Rejects if the log does not answer. */
  async resume(connection: SseConnection, lastId: string): Promise<void> {
    const position = parsePosition(lastId);
    if (position) return this.follow(connection, position);
    const page = await this.log.read('start', PAGE);
    // What cannot be read is not repeated to anybody: it may be anything, a credential included.
    const resumedAt = this.tellGap(connection, 'unreadable', null, page);
    return this.follow(connection, this.write(connection, page.entries) ?? resumedAt, 'gap');
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
    // How many entries the last page had; more than fit on one as long as the log was not asked.
    let found = Infinity;
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
      else if (gaps === this.hub.gaps && (found === 0 || (found < PAGE && !this.hub.hasReached(position)))) {
        // The log has nothing more: the hub is behind it, or on a branch of it that a failover cut off.
        await this.hub.nextMove();
        if (this.hub.hasReached(position)) found = Infinity;
      } else {
        gaps = this.hub.gaps;
        const { position: hubWas } = this.hub;
        const page = await this.readPage(connection, position);
        source = page.gap ? 'gap' : source === 'memory' ? 'log' : source;
        position = page.reached;
        // If the hub went past meanwhile, the page may be older than what it went past.
        const overtaken = this.hub.position !== hubWas && this.hub.hasReached(position);
        found = overtaken ? Infinity : page.found;
      }
    }
  }

  private async readPage(connection: SseConnection, position: Position) {
    const page = await this.reading(() => this.log.read(position, PAGE));
    const gap = page.gap !== undefined;
    const start = gap ? this.tellGap(connection, page.gap, formatPosition(position), page) : position;
    return { gap, reached: this.write(connection, page.entries) ?? start, found: page.entries.length };
  }

  private tellGap(connection: SseConnection, reason: GapReason, missedFrom: string | null, page: LogPage): Position {
    const resumedAt = startOf(page);
    connection.write(gapFrame(reason, missedFrom, resumedAt), performance.now());
    this.observer.gap(reason, 1);
    return resumedAt;
  }

  /** Writes what passes; answers the position of the last entry. */
  private write(connection: SseConnection, entries: readonly LogEntry[]): Position | undefined {
    if (entries.length === 0) return undefined;
    const batch = new RenderedBatch(entries);
    const rendering = batch.render(connection.filter);
    if (rendering) {
      connection.write(rendering.bytes, performance.now());
      this.observer.delivered(rendering.events);
    }
    return batch.last;
  }
}
