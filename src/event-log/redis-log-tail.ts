import { Logger } from '@nestjs/common';
import { type RedisConnection } from '../redis/redis-connection.js';
import { BlockingReader } from './blocking-reader.js';
import { type EntryHead } from './entry-head.js';
import { type EntryIndex } from './entry-index.js';
import { type EventFields, type LogEntry, TAIL_START, type TailListener } from './event-log.interface.js';
import { before, consecutive, isComplete } from './find-gap.js';
import { handOut } from './hand-out.js';
import { formatPosition, type Position, samePosition } from './position.js';
import { textOf, toLogEntry } from './redis-log-entry.js';
import { type RedisLogReader } from './redis-log-reader.js';
import { scanHeads } from './scan-heads.js';
import { Selection } from './selection.js';
import { readCompanion, type TailCompanion } from './tail-companion.js';

const BLOCK_MS = 1_000;
const BATCH = 1_000;
const EVERYTHING = { matches: () => true };

/**
 * The tail of the log in Redis: follows the log with one blocking XREAD at a time on a connection of its own. After every
 * reconnect, and whenever numbers are not consecutive, it checks that its position is still in the log before it continues.
 */
export class RedisLogTail {
  private position: Position | undefined;
  private readonly logger = new Logger('EventLog');
  private lastWarning = '';
  /**
   * The last entry that XREAD returned and whose number did not follow. If the log's pages do not contain it either, another
   * program wrote it after the head, and reading continues after it.
   */
  private skipped: Position | undefined;

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
        this.skipped = undefined;
        // RedisMonitor logs lost connections; every other error is logged here.
        if (this.connection.ready) this.warnOnce(String(error));
        await this.pause();
      }
    }
  }

  /** Fills the index with the newest heads. Returns the position after which the first batch begins. */
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

  /** Returns where to continue: `position` if it is still in the log; else reports a gap and returns its end. */
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
    this.skipped = undefined;
    this.index.rewind(resumedAt, gap !== 'unreadable');
    this.logger.warn(
      `Events may be missing (${gap}) between ${formatPosition(position)} and ${formatPosition(resumedAt)}.`,
    );
    this.listener.gap(gap, resumedAt);
    return resumedAt;
  }

  /** The position of the newest entry that the listener got and the log still has. */
  private async lastCommon(): Promise<Position | undefined> {
    const { head } = await this.reader.bounds();
    const given = { matches: (entry: EventFields) => this.index.hasHad((entry as EntryHead).position) };
    const found = new Selection<EntryHead>(1, Infinity);
    const newest = { side: 'before', position: { ...head, n: head.n + 1 }, count: this.index.capacity } as const;
    await scanHeads(this.reader, newest, given, found);
    return found.chosen[0]?.position;
  }

  /** Reads pages up to the head, then waits for new entries. Returns when the position must be checked. */
  private async follow(begin: Position): Promise<void> {
    let position = begin;
    for (let page; !page || !isComplete(page); position = page.reached) {
      page = await this.reader.read(position, BATCH);
      if (page.gap || this.signal.aborted) return;
      if (this.companion) await readCompanion(this.connection.client, this.companion);
      if (!this.deliver(page.entries, position)) return;
    }
    this.listener.upToDate();
    const from = this.skipped && isLater(this.skipped, position) ? this.skipped : position;
    const blocking = new BlockingReader(this.connection.client, this.stream, BLOCK_MS, from, this.companion);
    while (!this.signal.aborted) {
      const raw = await blocking.next();
      // The first entry of every log has the number 1, so only the epoch shows whether an empty log was replaced.
      if (raw.length > 0 && position.n === 0 && (await this.reader.read(position, 1)).gap) return;
      // Entries that cannot be read are skipped. If one had a number of the log, the next entry's number does not follow.
      const parsed = raw.map(([id, fields]) => toLogEntry(begin.epoch, id, textOf(fields)));
      const entries = parsed.filter((entry) => entry !== undefined);
      if (!this.deliver(entries, position)) return;
      position = this.position ?? position;
      if (!blocking.more) this.listener.upToDate();
    }
  }

  /** Delivers the entries that follow `after` with consecutive numbers. Returns false if a number is missing. */
  private deliver(read: readonly LogEntry[], after: Position): boolean {
    const entries = consecutive(read, after);
    const last = entries.at(-1);
    if (last) {
      for (const entry of entries) this.index.add(entry, Buffer.byteLength(entry.json));
      this.position = last.position;
      this.index.added();
      handOut(this.listener, entries);
    }
    this.skipped = read[entries.length]?.position;
    return this.skipped === undefined;
  }

  /** Logs a message once, not at every attempt. */
  private warnOnce(message: string): void {
    if (message !== this.lastWarning) this.logger.warn(`The tail begins again: ${message}`);
    this.lastWarning = message;
  }

  private async untilReady(): Promise<void> {
    while (!this.connection.ready && !this.signal.aborted) await this.pause();
  }

  /** Waits until the connection is ready or the signal aborts, at most 100 ms. */
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

/** The position before the newest entries that the tail delivers first; `heads` are newest first. */
function startBefore(heads: readonly EntryHead[]): Position | undefined {
  const part = new Selection<EntryHead>(TAIL_START.entries, TAIL_START.bytes);
  heads.every((head) => part.take(head, head.bytes));
  const oldest = part.chosen.at(-1);
  return oldest && before(oldest.position);
}
