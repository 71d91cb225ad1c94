import { type Redis } from 'ioredis';
import { type LuaScript, luaScript } from '../redis/lua-script.js';
import { KEYS, LOG_FORMAT } from '../redis/redis-keys.js';
import { type LogEntry, type LogPage } from './event-log.interface.js';
import { findGap } from './find-gap.js';
import { newEpoch } from './new-epoch.js';
import { type Position, samePosition } from './position.js';
import { type RawEntry, toLogEntry, toPosition, toStreamId } from './redis-log-entry.js';

const LATEST_PAGE = 500;

type PageReply = [epoch: string | null, ms: string, n: string, exists: number, first: RawEntry[], raw: RawEntry[]];

/** Reads the log over one connection. Errors are Redis' own. */
export class RedisLogReader {
  private readonly stream: string;
  private readonly meta: string;
  private readonly open: LuaScript;
  private readonly pageScript: LuaScript;

  constructor(
    private readonly client: Redis,
    format = LOG_FORMAT,
  ) {
    this.stream = KEYS.events(format);
    this.meta = KEYS.eventsMeta(format);
    this.open = luaScript(client, 'openEventLog', new URL('./open.lua', import.meta.url));
    this.pageScript = luaScript(client, 'readEventLog', new URL('./page.lua', import.meta.url));
  }

  /** As `EventLog.read`. */
  async read(after: Position | 'start', limit: number): Promise<LogPage> {
    const from = after === 'start' ? '-' : toStreamId(after);
    const { head, first, entries } = await this.page(from, limit + 1);
    if (after === 'start') return { entries: entries.slice(0, limit), head };
    const holds = entries[0] !== undefined && samePosition(entries[0].position, after);
    const gap = findGap(after, { head, first, holds });
    if (gap) return { ...(await this.read('start', limit)), gap };
    return { entries: entries.slice(holds ? 1 : 0).slice(0, limit), head };
  }

  /** As `EventLog.latest`. */
  async latest(limit: number, filter: { matches(entry: LogEntry): boolean }, scan: number): Promise<LogPage> {
    const found: LogEntry[] = [];
    const { head } = await this.page('+', 1);
    // Not '+': what is appended meanwhile is newer than the head that is answered.
    let newest = toStreamId(head);
    for (let scanned = 0; scanned < scan && found.length < limit; scanned += LATEST_PAGE) {
      const count = Math.min(LATEST_PAGE, scan - scanned);
      const raw = (await this.client.xrevrange(this.stream, newest, '-', 'COUNT', count)) as RawEntry[];
      for (const entry of raw) {
        const read = toLogEntry(head.epoch, entry);
        if (found.length < limit && filter.matches(read)) found.push(read);
      }
      const oldest = raw.at(-1);
      if (!oldest || raw.length < count) break;
      newest = `(${oldest[0]}`;
    }
    return { entries: found.reverse(), head };
  }

  /** Entries from a stream id on, with the log's bounds, as of one moment. Makes the log if there is none. */
  private async page(
    from: string,
    count: number,
  ): Promise<{ head: Position; first: Position | undefined; entries: LogEntry[] }> {
    const reply = await this.pageScript([this.stream, this.meta], [from, count]);
    const [epoch, ms, n, exists, first, raw] = reply as PageReply;
    if (epoch === null || (Number(n) > 0 && exists === 0)) {
      await this.open([this.stream, this.meta], [newEpoch()]);
      return this.page(from, count);
    }
    return {
      head: { epoch, ms: Number(ms), n: Number(n) },
      first: first[0] && toPosition(epoch, first[0][0]),
      entries: raw.map((entry) => toLogEntry(epoch, entry)),
    };
  }
}
