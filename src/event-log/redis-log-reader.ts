import { type Redis } from 'ioredis';
import { type LuaScript, luaScript } from '../redis/lua-script.js';
import { LOG, type RedisKeys } from '../redis/redis-keys.js';
import { type EntryHead } from './entry-head.js';
import { type LogEntry, type LogPage, PAGE_BYTES } from './event-log.interface.js';
import { before, consecutive, findGap, type LogBounds, startOf } from './find-gap.js';
import { type LogFormat } from './log-format.js';
import { newEpoch } from './new-epoch.js';
import { type Position, samePosition } from './position.js';
import { toEntryHead, toLogEntry, toPosition, toStreamId } from './redis-log-entry.js';

/** Bytes of entries that one run of heads.lua reads, about. It takes a few milliseconds, which block Redis. */
const SCAN_BYTES = 4_194_304;

const EPOCH = /^[0-9a-z]{1,16}$/;
const NUMBER = /^\d{1,14}$/;

type PageReply = [
  epoch: string | null,
  ms: string,
  n: string,
  format: string | null,
  exists: number,
  first: [id?: string],
  holds: number,
  next: [id?: string],
  flat: string[],
];
type HeadsReply = [done: number, flat: (string | number)[]];

/** How often one read makes or repairs the log at most. */
const ATTEMPTS = 3;

/** A range of entries before a position, newest first, or after it, oldest first. The position itself is not part of it. */
export interface LogRange {
  readonly side: 'before' | 'after';
  readonly position: Position;
  /** The id to continue from, in the same direction; that of `position` if absent. */
  readonly from?: string;
  /** The last entry of a range after a position; the newest if absent. */
  readonly until?: Position;
  /** Entries at most. */
  readonly count: number;
}

/** An entry that was read by its position, or why it could not be. */
export type Fetched = LogEntry | 'gone' | 'unreadable';

interface PageRequest {
  /** The id to read after; the beginning of the log if absent. */
  readonly after?: string;
  /** A position to look for in the log. */
  readonly find?: Position | undefined;
  /** Entries at most. */
  readonly limit: number;
  /** Bytes of JSON at most. */
  readonly bytes: number;
}

interface Heads {
  /** Heads of the entries that can be read. */
  readonly heads: EntryHead[];
  /** Whether the end of the range was reached. */
  readonly all: boolean;
  /** How many entries were scanned, and the id of the last. */
  readonly scanned: number;
  readonly last: string | undefined;
}

/** The id and the text of each entry, flat. */
interface Raw {
  readonly raw: readonly string[];
}

/** Reads parts of the log from Redis, each bounded in bytes. Methods reject with the errors of ioredis. */
export class RedisLogReader {
  private readonly stream: string;
  private readonly meta: string;
  private readonly openScript: LuaScript;
  private readonly pageScript: LuaScript;
  private readonly headsScript: LuaScript;
  private readonly entriesScript: LuaScript;

  constructor(
    client: Redis,
    private readonly format: LogFormat,
    keys: Pick<RedisKeys, 'events' | 'eventsMeta'>,
    log = LOG,
  ) {
    const script = (file: string, options = {}) => luaScript(client, new URL(file, import.meta.url), options);
    this.stream = keys.events(log);
    this.meta = keys.eventsMeta(log);
    this.openScript = script('./open.lua', { library: new URL('./log.lua', import.meta.url) });
    const library = new URL('./entry.lua', import.meta.url);
    this.pageScript = script('./page.lua', { library });
    this.headsScript = script('./heads.lua', { library });
    this.entriesScript = script('./entries.lua', { library });
  }

  /** As `EventLog.read`, without a filter. */
  async read(after: Position | 'start', limit: number, bytes = PAGE_BYTES): Promise<LogPage> {
    if (after === 'start') return this.fromStart(await this.page({ limit, bytes }), limit, bytes);
    const { raw, ...bounds } = await this.page({ after: toStreamId(after), find: after, limit, bytes });
    if (findGap(after, bounds)) return this.readAgain(after, limit, bytes);
    const { head } = bounds;
    const found = await this.readable(raw, head, limit, bytes);
    // Where numbers are missing, entries were deleted or cannot be read. The page skips them, so that the reader gets on.
    const start = found[0] ? before(found[0].position) : head;
    const whole = limit === 0 || (found[0] ? start.n === after.n : samePosition(after, head));
    return whole ? pageOf(found, after, head) : { ...pageOf(found, start, head), gap: 'unreadable' };
  }

  /** The log's bounds, and whether it has `position`. */
  async bounds(position?: Position): Promise<LogBounds> {
    const { head, first, holds, next } = await this.page({ find: position, limit: 0, bytes: 0 });
    return { head, first, holds, next };
  }

  /** The heads of a range; of a first part of it if the entries are large. */
  async heads({ side, position, from = toStreamId(position), until, count }: LogRange): Promise<Heads> {
    const [command, end] = side === 'before' ? ['XREVRANGE', '-'] : ['XRANGE', until ? toStreamId(until) : '+'];
    const args = [command, `(${from}`, end, count, SCAN_BYTES];
    const [done, flat] = (await this.headsScript([this.stream], args)) as HeadsReply;
    const heads: EntryHead[] = [];
    for (let i = 0; i < flat.length; i += 3) {
      const head = toEntryHead(position.epoch, String(flat[i]), String(flat[i + 1]), Number(flat[i + 2]));
      if (head) heads.push(head);
    }
    return { heads, all: done === 1, scanned: flat.length / 3, last: flat.at(-3)?.toString() };
  }

  /** The entries at these positions, in the same order. */
  async entries(positions: readonly Position[]): Promise<Fetched[]> {
    if (positions.length === 0) return [];
    const texts = (await this.entriesScript([this.stream], positions.map(toStreamId))) as (string | null)[];
    return positions.map((position, index) => {
      const text = texts[index];
      if (typeof text !== 'string') return 'gone';
      return toLogEntry(position.epoch, toStreamId(position), text) ?? 'unreadable';
    });
  }

  /** The log from its beginning, given the first page of it. */
  private async fromStart({ raw, ...bounds }: LogBounds & Raw, limit: number, bytes: number): Promise<LogPage> {
    const [first, ...more] = await this.readable(raw, bounds.head, limit, bytes);
    const start = first ? before(first.position) : startOf(bounds);
    return pageOf(first ? [first, ...more] : [], start, bounds.head);
  }

  /** Reads from the beginning, because `after` is not in the log. If it is by now, after a failover, reads after it. */
  private async readAgain(after: Position, limit: number, bytes: number): Promise<LogPage> {
    const page = await this.page({ find: after, limit, bytes });
    const gap = findGap(after, page);
    return gap ? { ...(await this.fromStart(page, limit, bytes)), gap } : this.read(after, limit, bytes);
  }

  /** The entries of a page that can be read. If there is none, those of the next pages. */
  private async readable(flat: readonly string[], head: Position, limit: number, bytes: number): Promise<LogEntry[]> {
    let page = flat;
    for (;;) {
      const entries: LogEntry[] = [];
      for (let i = 0; i < page.length; i += 2) {
        const entry = toLogEntry(head.epoch, page[i] ?? '', page[i + 1] ?? '');
        if (entry) entries.push(entry);
      }
      const last = page.at(-2);
      if (entries.length > 0 || last === undefined || last === toStreamId(head)) return entries;
      page = (await this.page({ after: last, limit, bytes })).raw;
    }
  }

  /** Entries and the log's bounds, as of one moment. Makes the log if there is none. */
  private async page({ after = '-', find, limit, bytes }: PageRequest): Promise<LogBounds & Raw> {
    const args = [after, limit, bytes, find ? toStreamId(find) : ''];
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const reply = await this.pageScript([this.stream, this.meta], args).catch(noLogIfWrongType);
      const [epoch, ms, n, format, exists, [first] = [], holds, [next] = [], raw = []] = reply as PageReply;
      if (epoch !== null && EPOCH.test(epoch) && NUMBER.test(ms) && NUMBER.test(n) && (n === '0' || exists === 1)) {
        this.format.see(format);
        return {
          head: { epoch, ms: Number(ms), n: Number(n) },
          first: first === undefined ? undefined : toPosition(epoch, first),
          holds: holds === 1,
          next: next === undefined ? undefined : toPosition(epoch, next),
          raw,
        };
      }
      await this.openScript([this.stream, this.meta], [newEpoch(), this.format.ofNewLog]);
    }
    throw new Error('The log cannot be made.');
  }
}

/** If a key of the log holds another type of value, returns the reply for a missing log; throws any other error. */
function noLogIfWrongType(error: unknown): [null] {
  if (error instanceof Error && error.message.includes('WRONGTYPE')) return [null];
  throw error;
}

/** A page of the entries that follow `start` with consecutive numbers. */
function pageOf(found: readonly LogEntry[], start: Position, head: Position): LogPage {
  const entries = consecutive(found, start);
  return { entries, start, reached: entries.at(-1)?.position ?? start, head };
}
