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

/** Bytes of entries that Redis looks at in one go, about: a few milliseconds, in which it does nothing else. */
const LOOK_BYTES = 4_194_304;

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

/** How often the log is made or mended for one question. */
const ATTEMPTS = 3;

/** Entries next to a position, which is not one of them: newest first before it, or oldest first after it. */
export interface Stretch {
  readonly side: 'before' | 'after';
  readonly position: Position;
  /** The id to go on from; that of the position to begin with. */
  readonly from?: string;
  /** The last one, forwards. */
  readonly until?: Position;
  /** Entries at most. */
  readonly count: number;
}

/** An entry that was asked for by its position, or why there is none. */
export type Fetched = LogEntry | 'gone' | 'unreadable';

interface PageRequest {
  /** The id to go on after; the beginning if absent. */
  readonly after?: string;
  /** What to look for, too. */
  readonly find?: Position | undefined;
  readonly limit: number;
  readonly bytes: number;
}

export interface Heads {
  /** Of the entries that can be read. */
  readonly heads: EntryHead[];
  /** There are no more. */
  readonly all: boolean;
  /** How many were looked at, and the id of the last. */
  readonly looked: number;
  readonly last: string | undefined;
}

/** Ids and texts of entries, in turn. */
interface Raw {
  readonly raw: readonly string[];
}

/** Asks Redis for parts of the log, each bounded in bytes, over one connection. Errors are Redis' own. */
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
    const script = (name: string, file: string, options = {}) =>
      luaScript(client, name, new URL(file, import.meta.url), options);
    this.stream = keys.events(log);
    this.meta = keys.eventsMeta(log);
    this.openScript = script('openEventLog', './open.lua', { library: new URL('./log.lua', import.meta.url) });
    const library = new URL('./entry.lua', import.meta.url);
    this.pageScript = script('readEventLog', './page.lua', { library });
    this.headsScript = script('readEventHeads', './heads.lua', { library });
    this.entriesScript = script('fetchEvents', './entries.lua', { library });
  }

  /** As `EventLog.read`, without a filter. */
  async read(after: Position | 'start', limit: number, bytes = PAGE_BYTES): Promise<LogPage> {
    if (after === 'start') return this.fromStart(await this.page({ limit, bytes }), limit, bytes);
    const { raw, ...bounds } = await this.page({ after: toStreamId(after), find: after, limit, bytes });
    if (findGap(after, bounds)) return this.readAgain(after, limit, bytes);
    const { head } = bounds;
    const found = await this.readable(raw, head, limit, bytes);
    // Where numbers are missing, what had them was deleted or cannot be read. Who asks does not ask for it for ever.
    const start = found[0] ? before(found[0].position) : head;
    const whole = limit === 0 || (found[0] ? start.n === after.n : samePosition(after, head));
    return whole ? pageOf(found, after, head) : { ...pageOf(found, start, head), gap: 'unreadable' };
  }

  /** What is retained, and whether `position` is. */
  async bounds(position?: Position): Promise<LogBounds> {
    const { head, first, holds, next } = await this.page({ find: position, limit: 0, bytes: 0 });
    return { head, first, holds, next };
  }

  /** Heads of the entries of a stretch. */
  async heads({ side, position, from = toStreamId(position), until, count }: Stretch): Promise<Heads> {
    const [command, end] = side === 'before' ? ['XREVRANGE', '-'] : ['XRANGE', until ? toStreamId(until) : '+'];
    const args = [command, `(${from}`, end, count, LOOK_BYTES];
    const [done, flat] = (await this.headsScript([this.stream], args)) as HeadsReply;
    const heads: EntryHead[] = [];
    for (let i = 0; i < flat.length; i += 3) {
      const head = toEntryHead(position.epoch, String(flat[i]), String(flat[i + 1]), Number(flat[i + 2]));
      if (head) heads.push(head);
    }
    return { heads, all: done === 1, looked: flat.length / 3, last: flat.at(-3)?.toString() };
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

  /** Everything retained, as of the moment of a page. */
  private async fromStart({ raw, ...bounds }: LogBounds & Raw, limit: number, bytes: number): Promise<LogPage> {
    const [first, ...more] = await this.readable(raw, bounds.head, limit, bytes);
    const start = first ? before(first.position) : startOf(bounds);
    return pageOf(first ? [first, ...more] : [], start, bounds.head);
  }

  /** From the beginning, since `after` is not in the log; if it is by now, from there. The log may be rewound any moment. */
  private async readAgain(after: Position, limit: number, bytes: number): Promise<LogPage> {
    const page = await this.page({ find: after, limit, bytes });
    const gap = findGap(after, page);
    return gap ? { ...(await this.fromStart(page, limit, bytes)), gap } : this.read(after, limit, bytes);
  }

  /** The entries of a page that can be read; of those after it if there is none, and there are more. */
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

  /** Entries, with the log's bounds, as of one moment. Makes the log if there is none. */
  private async page({ after = '-', find, limit, bytes }: PageRequest): Promise<LogBounds & Raw> {
    const args = [after, limit, bytes, find ? toStreamId(find) : ''];
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const reply = await this.pageScript([this.stream, this.meta], args).catch(noneIfOfWrongType);
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

/** A key of ours that holds something else: as if there were none. */
function noneIfOfWrongType(error: unknown): [null] {
  if (error instanceof Error && error.message.includes('WRONGTYPE')) return [null];
  throw error;
}

/** The entries that follow `start` without a hole. The page is all there is if there are none. */
function pageOf(found: readonly LogEntry[], start: Position, head: Position): LogPage {
  const entries = consecutive(found, start);
  return { entries, start, reached: entries.at(-1)?.position ?? start, head };
}
