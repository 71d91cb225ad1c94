import { Logger } from '@nestjs/common';
import { type RedisConnection } from '../redis/redis-connection.js';
import { type LogEntry, type TailListener } from './event-log.interface.js';
import { startOf } from './find-gap.js';
import { type Position } from './position.js';
import { type RawEntry, toLogEntry, toStreamId } from './redis-log-entry.js';
import { type RedisLogReader } from './redis-log-reader.js';
import { RecentPositions } from './recent-positions.js';

const BLOCK_MS = 1_000;
const BATCH = 1_000;
/** How much of the past a tail starts with. */
const START_WITH = 1_000;
const EVERYTHING = { matches: () => true };

/**
 * Follows the log with one blocking XREAD on a connection of its own. After every reconnect, and whenever numbers do not
 * follow one another, it asks the log whether its position still stands before it goes on.
 */
export class RedisLogTail {
  private position: Position | undefined;
  private readonly recent = new RecentPositions();
  private readonly logger = new Logger('EventLog');

  constructor(
    private readonly connection: RedisConnection,
    private readonly reader: RedisLogReader,
    private readonly stream: string,
    private readonly listener: TailListener,
    private readonly signal: AbortSignal,
  ) {}

  async run(): Promise<void> {
    while (!this.signal.aborted) {
      try {
        await this.untilReady();
        await this.follow(this.position ? await this.resume(this.position) : await this.begin());
      } catch (error) {
        // A lost connection reports itself; anything else must not go by unseen.
        if (this.connection.ready) this.logger.warn(`The tail begins again: ${String(error)}`);
        await this.pause();
      }
    }
  }

  private async begin(): Promise<Position> {
    const page = await this.reader.latest(START_WITH, EVERYTHING, START_WITH);
    const start = startOf(page);
    this.listener.started(start);
    if (page.entries.length === 0) this.listener.upToDate();
    return (this.position = start);
  }

  /** Where to go on: `position` if it still stands, else after a gap that is told. */
  private async resume(position: Position): Promise<Position> {
    const page = await this.reader.read(position, 1);
    const { gap } = page;
    const next = page.entries[0]?.position;
    const hole = next !== undefined && next.n !== position.n + 1;
    if (!gap && !hole) {
      if (!next) this.listener.upToDate();
      return position;
    }
    const start = startOf(page);
    const resumedAt = gap === 'log_rewound' ? ((await this.lastCommon()) ?? start) : start;
    this.position = resumedAt;
    this.listener.gap(gap ?? 'trimmed', resumedAt);
    return resumedAt;
  }

  /** The newest entry of the log that was given to the listener: what follows it, the listener has not seen. */
  private async lastCommon(): Promise<Position | undefined> {
    const given = { matches: ({ position }: LogEntry) => this.recent.has(position) };
    const { entries } = await this.reader.latest(1, given, this.recent.capacity);
    return entries[0]?.position;
  }

  private async follow(from: Position): Promise<void> {
    let position = from;
    while (!this.signal.aborted) {
      const { client } = this.connection;
      const reply = await client.xread('COUNT', BATCH, 'BLOCK', BLOCK_MS, 'STREAMS', this.stream, toStreamId(position));
      const raw = (reply?.[0]?.[1] ?? []) as RawEntry[];
      // The first entry of any log is number 1: only the epoch tells whether it is still the same empty log.
      if (raw.length > 0 && position.n === 0 && (await this.reader.read(position, 1)).gap) return;
      const entries = consecutive(raw, position);
      if (entries.length > 0) this.give(entries);
      // A hole, or another log: ask what happened, and go on from there.
      if (entries.length < raw.length) return;
      position = this.position ?? position;
      if (raw.length < BATCH) this.listener.upToDate();
    }
  }

  private give(entries: readonly LogEntry[]): void {
    this.recent.add(entries);
    this.position = entries.at(-1)?.position;
    this.listener.batch(entries);
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

/** The entries up to the first whose number does not follow. */
function consecutive(raw: readonly RawEntry[], after: Position): LogEntry[] {
  const entries: LogEntry[] = [];
  for (const one of raw) {
    const entry = toLogEntry(after.epoch, one);
    if (entry.position.n !== after.n + entries.length + 1) break;
    entries.push(entry);
  }
  return entries;
}
