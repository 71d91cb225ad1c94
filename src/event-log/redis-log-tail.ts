import { Logger } from '@nestjs/common';
import { type RedisConnection } from '../redis/redis-connection.js';
import { type EntryHead } from './entry-head.js';
import { type EntryIndex } from './entry-index.js';
import { type EventFields, type LogEntry, START_WITH, type TailListener } from './event-log.interface.js';
import { before, consecutive, isComplete } from './find-gap.js';
import { handOut } from './hand-out.js';
import { LogNews } from './log-news.js';
import { formatPosition, type Position, samePosition } from './position.js';
import { textOf, toLogEntry } from './redis-log-entry.js';
import { type RedisLogReader } from './redis-log-reader.js';
import { scanHeads } from './scan-heads.js';
import { Selection } from './selection.js';
import { heed, type TailCompanion } from './tail-companion.js';

const BLOCK_MS = 1_000;
const BATCH = 1_000;
const EVERYTHING = { matches: () => true };

/**
 * Follows the log with one blocking XREAD at a time on a connection of its own. After every reconnect, and whenever numbers do not
 * follow one another, it asks the log whether its position still stands before it goes on.
 */
export class RedisLogTail {
  private position: Position | undefined;
  private readonly logger = new Logger('EventLog');
  private lastTrouble = '';
  /** An entry that did not follow. If it is no part of the log either, somebody else wrote it, after the head. */
  private passed: Position | undefined;

  constructor(
    private readonly connection: RedisConnection,
    private readonly reader: RedisLogReader,
    private readonly index: EntryIndex,
    private readonly stream: string,
    private readonly listener: TailListener,
    private readonly signal: AbortSignal,
    private readonly companion?: TailCompanion,
  ) {}

  async run(): Promise<void> {
    while (!this.signal.aborted) {
      try {
        await this.untilReady();
        await this.companion?.check();
        await this.follow(this.position ? await this.resume(this.position) : await this.begin());
      } catch (error) {
        this.passed = undefined;
        // A lost connection reports itself; anything else must not go by unseen.
        if (this.connection.ready) this.trouble(String(error));
        await this.pause();
      }
    }
  }

  private async begin(): Promise<Position> {
    const { head } = await this.reader.bounds();
    const past = new Selection<EntryHead>(this.index.capacity, Infinity);
    const newest = { side: 'before', position: { ...head, n: head.n + 1 }, count: this.index.capacity } as const;
    await scanHeads(this.reader, newest, EVERYTHING, past);
    const start = startBefore(past.chosen) ?? head;
    const oldest = past.chosen.at(-1);
    this.index.begin(oldest ? before(oldest.position) : head, past.chosen.length < this.index.capacity);
    for (const entry of past.chosen.reverse()) if (entry.position.n <= start.n) this.index.add(entry, entry.bytes);
    this.listener.started(start);
    if (samePosition(start, head)) this.listener.upToDate();
    return (this.position = start);
  }

  /** Where to go on: `position` if it still stands, else after a gap that is told. */
  private async resume(position: Position): Promise<Position> {
    const page = await this.reader.read(position, 1);
    const { gap } = page;
    const next = page.entries[0]?.position;
    if (!gap) {
      if (!next) this.listener.upToDate();
      return position;
    }
    const start = next ? before(next) : page.reached;
    const resumedAt = gap === 'log_rewound' ? ((await this.lastCommon()) ?? start) : start;
    this.position = resumedAt;
    this.passed = undefined;
    this.index.rewind(resumedAt, gap !== 'unreadable');
    this.logger.warn(
      `Events may be missing (${gap}) between ${formatPosition(position)} and ${formatPosition(resumedAt)}.`,
    );
    this.listener.gap(gap, resumedAt);
    return resumedAt;
  }

  /** The newest entry of the log that was given to the listener: what follows it, the listener has not seen. */
  private async lastCommon(): Promise<Position | undefined> {
    const { head } = await this.reader.bounds();
    const given = { matches: (entry: EventFields) => this.index.hasHad((entry as EntryHead).position) };
    const found = new Selection<EntryHead>(1, Infinity);
    const newest = { side: 'before', position: { ...head, n: head.n + 1 }, count: this.index.capacity } as const;
    await scanHeads(this.reader, newest, given, found);
    return found.chosen[0]?.position;
  }

  /** First what is missing, in pages; then what comes. Returns when it must be asked what happened. */
  private async follow(begin: Position): Promise<void> {
    let position = begin;
    for (let page; !page || !isComplete(page); position = page.reached) {
      page = await this.reader.read(position, BATCH);
      if (page.gap || this.signal.aborted) return;
      if (this.companion) await heed(this.connection.client, this.companion);
      if (!this.give(page.entries, position)) return;
    }
    this.listener.upToDate();
    const from = this.passed && isLater(this.passed, position) ? this.passed : position;
    const news = new LogNews(this.connection.client, this.stream, BLOCK_MS, from, this.companion);
    while (!this.signal.aborted) {
      const raw = await news.next();
      // The first entry of any log is number 1: only the epoch tells whether it is still the same empty log.
      if (raw.length > 0 && position.n === 0 && (await this.reader.read(position, 1)).gap) return;
      // What cannot be read is passed by here; if it had a number of the log, the next entry does not follow.
      const entries = raw.map(([id, fields]) => toLogEntry(begin.epoch, id, textOf(fields)));
      if (
        !this.give(
          entries.filter((entry) => entry !== undefined),
          position,
        )
      )
        return;
      position = this.position ?? position;
      if (!news.more) this.listener.upToDate();
    }
  }

  /** Gives what follows `after` without a hole; false if there is one, or another log. */
  private give(read: readonly LogEntry[], after: Position): boolean {
    const entries = consecutive(read, after);
    const last = entries.at(-1);
    if (last) {
      for (const entry of entries) this.index.add(entry, Buffer.byteLength(entry.json));
      this.position = last.position;
      this.index.added();
      handOut(this.listener, entries);
    }
    this.passed = read[entries.length]?.position;
    return this.passed === undefined;
  }

  /** Once, not at every attempt. */
  private trouble(message: string): void {
    if (message !== this.lastTrouble) this.logger.warn(`The tail begins again: ${message}`);
    this.lastTrouble = message;
  }

  private async untilReady(): Promise<void> {
    while (!this.connection.ready && !this.signal.aborted) await this.pause();
  }

  /** Until the connection is ready, or a moment later; at once when it is all over. */
  private pause(): Promise<void> {
    const { client } = this.connection;
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        client.off('ready', done);
        this.signal.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, 100);
      client.once('ready', done);
      this.signal.addEventListener('abort', done);
    });
  }
}

function isLater(a: Position, b: Position): boolean {
  return a.ms > b.ms || (a.ms === b.ms && a.n > b.n);
}

/** The position before the part of the past that the tail starts with; `heads` come newest first. */
function startBefore(heads: readonly EntryHead[]): Position | undefined {
  const part = new Selection<EntryHead>(START_WITH.entries, START_WITH.bytes);
  heads.every((head) => part.take(head, head.bytes));
  const oldest = part.chosen.at(-1);
  return oldest && before(oldest.position);
}
