import { type Redis } from 'ioredis';
import { type LuaScript, luaScript } from '../redis/lua-script.js';
import { KEYS, LOG_FORMAT } from '../redis/redis-keys.js';
import { type EntryHead } from './entry-head.js';
import { type LogEntry, type LogPage, PAGE_BYTES } from './event-log.interface.js';
import { findGap, type LogBounds, startOf } from './find-gap.js';
import { newEpoch } from './new-epoch.js';
import { type Position, samePosition } from './position.js';
import { type RawEntry, toEntryHead, toLogEntry, toPosition, toStreamId } from './redis-log-entry.js';

/** Bytes of entries that Redis looks at in one go, about: a few milliseconds, in which it does nothing else. */
const LOOK_BYTES = 4_194_304;

type PageReply = [
  epoch: string | null,
  ms: string,
  n: string,
  exists: number,
  first: [id?: string],
  holds: number,
  raw: RawEntry[],
];
type HeadsReply = [done: number, flat: (string | number)[]];

/** Entries next to a position, which is not one of them: newest first before it, or oldest first after it. */
export interface Stretch {
  readonly side: 'before' | 'after';
  readonly position: Position;
  /** Entries at most. */
  readonly count: number;
}

interface PageRequest {
  /** The beginning if absent. */
  readonly after?: Position;
  /** What to look for, too. */
  readonly find?: Position | undefined;
  readonly limit: number;
  readonly bytes: number;
}

/** Asks Redis for parts of the log, each bounded in bytes, over one connection. Errors are Redis' own. */
export class RedisLogReader {
  private readonly stream: string;
  private readonly meta: string;
  private readonly openScript: LuaScript;
  private readonly pageScript: LuaScript;
  private readonly headsScript: LuaScript;
  private readonly entriesScript: LuaScript;

  constructor(client: Redis, format = LOG_FORMAT) {
    const script = (name: string, file: string, options = {}) =>
      luaScript(client, name, new URL(file, import.meta.url), options);
    this.stream = KEYS.events(format);
    this.meta = KEYS.eventsMeta(format);
    this.openScript = script('openEventLog', './open.lua', { library: new URL('./log.lua', import.meta.url) });
    this.pageScript = script('readEventLog', './page.lua');
    this.headsScript = script('readEventHeads', './heads.lua');
    this.entriesScript = script('fetchEvents', './entries.lua');
  }

  /** As `EventLog.read`, without a filter. */
  async read(after: Position | 'start', limit: number, bytes = PAGE_BYTES): Promise<LogPage> {
    if (after === 'start') {
      const { entries, ...bounds } = await this.page({ limit, bytes });
      return pageOf(entries, startOf(bounds), bounds.head);
    }
    const { entries, ...bounds } = await this.page({ after, find: after, limit, bytes });
    const { head } = bounds;
    if (findGap(after, bounds)) return this.readAgain(after, limit, bytes);
    // Where somebody deleted what came next, who asks goes on at the head, and does not ask for ever.
    const lost = entries.length === 0 && limit > 0 && !samePosition(after, head);
    return lost ? { ...pageOf([], head, head), gap: 'trimmed' } : pageOf(entries, after, head);
  }

  /** What is retained, and whether `position` is. */
  async bounds(position?: Position): Promise<LogBounds> {
    const { head, first, holds } = await this.page({ find: position, limit: 0, bytes: 0 });
    return { head, first, holds };
  }

  /** Heads of the entries of a stretch, and whether there are no more; if there are, one at least is answered. */
  async heads({ side, position, count }: Stretch): Promise<{ heads: EntryHead[]; all: boolean }> {
    const [command, end] = side === 'before' ? ['XREVRANGE', '-'] : ['XRANGE', '+'];
    const args = [command, `(${toStreamId(position)}`, end, count, LOOK_BYTES];
    const [done, flat] = (await this.headsScript([this.stream], args)) as HeadsReply;
    const heads: EntryHead[] = [];
    for (let i = 0; i < flat.length; i += 3) {
      heads.push(toEntryHead(position.epoch, String(flat[i]), String(flat[i + 1]), Number(flat[i + 2])));
    }
    return { heads, all: done === 1 };
  }

  /** The entries at these positions that are still there, in the same order. */
  async entries(positions: readonly Position[]): Promise<LogEntry[]> {
    const epoch = positions[0]?.epoch;
    if (epoch === undefined) return [];
    const raw = (await this.entriesScript([this.stream], positions.map(toStreamId))) as RawEntry[];
    return raw.map((entry) => toLogEntry(epoch, entry));
  }

  /** From the beginning, since `after` is not in the log; if it is by now, from there. The log may be rewound any moment. */
  private async readAgain(after: Position, limit: number, bytes: number): Promise<LogPage> {
    const { entries, ...bounds } = await this.page({ find: after, limit, bytes });
    const gap = findGap(after, bounds);
    return gap ? { ...pageOf(entries, startOf(bounds), bounds.head), gap } : this.read(after, limit, bytes);
  }

  /** Entries, with the log's bounds, as of one moment. Makes the log if there is none. */
  private async page(asked: PageRequest): Promise<LogBounds & { entries: LogEntry[] }> {
    const { after, find, limit, bytes } = asked;
    const args = [after ? toStreamId(after) : '-', limit, bytes, find ? toStreamId(find) : ''];
    const reply = await this.pageScript([this.stream, this.meta], args);
    const [epoch, ms, n, exists, [first], holds, raw] = reply as PageReply;
    if (epoch === null || (Number(n) > 0 && exists === 0)) {
      await this.openScript([this.stream, this.meta], [newEpoch()]);
      return this.page(asked);
    }
    return {
      head: { epoch, ms: Number(ms), n: Number(n) },
      first: first === undefined ? undefined : toPosition(epoch, first),
      holds: holds === 1,
      entries: raw.map((entry) => toLogEntry(epoch, entry)),
    };
  }
}

function pageOf(entries: readonly LogEntry[], start: Position, head: Position): LogPage {
  return { entries, start, reached: entries.at(-1)?.position ?? start, head };
}
