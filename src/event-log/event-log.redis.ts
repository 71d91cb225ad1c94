import { type LuaScript, luaScript } from '../redis/lua-script.js';
import { isOutOfMemory, outcomeOf } from '../redis/redis-failure.js';
import { KEYS, LOG_FORMAT } from '../redis/redis-keys.js';
import { type RedisService } from '../redis/redis.service.js';
import { EventLogFullError, EventLogUnavailableError } from './event-log.errors.js';
import {
  type EventFilter,
  type EventLog,
  type GapReason,
  type LogExtent,
  type LogPage,
  type NewestEntries,
  type NewEvent,
  PAGE_BYTES,
  type ReadOptions,
  type TailListener,
} from './event-log.interface.js';
import { type EntryHead } from './entry-head.js';
import { findGap, startOf } from './find-gap.js';
import { type Position, samePosition } from './position.js';
import { LogReads } from './log-reads.js';
import { givenIdsOf, type LogLimits } from './log-limits.js';
import { newEpoch } from './new-epoch.js';
import { toEntryText, toPosition } from './redis-log-entry.js';
import { RedisLogReader } from './redis-log-reader.js';
import { RedisLogTail } from './redis-log-tail.js';
import { scanHeads } from './scan-heads.js';
import { Selection } from './selection.js';

/** Entries that a read with a filter looks at, at most. */
const SCAN = 10_000;

/** How often an append is tried when somebody else wrote to the stream. Each try mends what made it fail. */
const ATTEMPTS = 3;

/** The log in a Redis Stream: appended by a script, tailed by one blocking read per instance. */
export class RedisEventLog implements EventLog {
  private readonly keys: readonly string[];
  private readonly appendScript: LuaScript;
  private readonly makeRoomScript: LuaScript;
  private readonly reads: LogReads;
  private readonly tailReader: RedisLogReader;

  constructor(
    private readonly redis: Pick<RedisService, 'commands' | 'reads' | 'tail'>,
    private readonly limits: LogLimits,
    private readonly format = LOG_FORMAT,
  ) {
    this.keys = [KEYS.events(format), KEYS.eventsMeta(format), KEYS.eventIds(format)];
    const { client } = redis.commands;
    const append = new URL('./append.lua', import.meta.url);
    const library = new URL('./log.lua', import.meta.url);
    this.appendScript = luaScript(client, 'appendEvents', append, { library });
    this.makeRoomScript = luaScript(client, 'appendEventsMakingRoom', append, { library, allowOom: true });
    this.reads = new LogReads(redis.reads, new RedisLogReader(redis.reads.client, format));
    this.tailReader = new RedisLogReader(redis.tail.client, format);
  }

  async append(events: readonly NewEvent[]): Promise<Position[]> {
    const args = events.flatMap((event) => [event.givenId ?? '', toEntryText(event)]);
    try {
      return await this.appendBy(this.appendScript, '', args);
    } catch (error) {
      if (!(error instanceof EventLogFullError)) throw error;
      return this.appendBy(this.makeRoomScript, 'memory', args);
    }
  }

  async read(
    after: Position | 'start',
    limit: number,
    { filter, bytes = PAGE_BYTES, reader }: ReadOptions & { filter?: EventFilter } = {},
  ): Promise<LogPage> {
    const reads = this.reads.for(reader);
    if (!filter || filter.open) return reads.read(after, limit, bytes);
    const bounds = await reads.bounds(after === 'start' ? undefined : after);
    const gap = after === 'start' ? undefined : findGap(after, bounds);
    const start = gap || after === 'start' ? startOf(bounds) : after;
    const { head } = bounds;
    const selection = new Selection<EntryHead>(limit, bytes);
    const stretch = { side: 'after', position: start, count: Math.min(SCAN, head.n - start.n) } as const;
    const reached = await scanHeads(reads, stretch, filter, selection);
    if (!reached) return nothingAfter(start, bounds, gap);
    const entries = await reads.entries(selection.chosen.map(({ position }) => position));
    // Something was trimmed meanwhile.
    if (entries.length < selection.chosen.length) return this.read(after, limit, { filter, bytes, reader });
    return { entries, start, reached, head, ...(gap && { gap }) };
  }

  async latest(
    limit: number,
    filter: EventFilter,
    scan: number,
    { bytes = PAGE_BYTES, reader }: ReadOptions = {},
  ): Promise<NewestEntries> {
    const reads = this.reads.for(reader);
    const { head } = await reads.bounds();
    const selection = new Selection<EntryHead>(limit, bytes);
    // Not what is appended meanwhile: it is newer than the head that is answered.
    const stretch = { side: 'before', position: { ...head, n: head.n + 1 }, count: scan } as const;
    await scanHeads(reads, stretch, filter, selection);
    const positions = selection.chosen.map(({ position }) => position);
    return { entries: await reads.entries(positions.reverse()), head };
  }

  tail(listener: TailListener, signal: AbortSignal): Promise<void> {
    return new RedisLogTail(this.redis.tail, this.tailReader, KEYS.events(this.format), listener, signal).run();
  }

  reconnectTail(): void {
    this.redis.tail.remake();
  }

  private async appendBy(script: LuaScript, roomFor: '' | 'memory', args: readonly string[]): Promise<Position[]> {
    const { maxEntries, maxBytes } = this.limits;
    const given = [newEpoch(), maxEntries, maxBytes, givenIdsOf(maxBytes), roomFor, ...args];
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const [epoch = '', ...ids] = (await this.ask('append', script(this.keys, given))) as string[];
      if (epoch === 'full') throw new EventLogFullError();
      if (epoch !== 'again') return ids.map((id) => toPosition(epoch, id));
    }
    throw new EventLogUnavailableError('not_applied');
  }

  private async ask<T>(operation: string, reply: Promise<T>): Promise<T> {
    try {
      return await this.redis.commands.timed(operation, reply);
    } catch (error) {
      if (isOutOfMemory(error)) throw new EventLogFullError({ cause: error });
      throw new EventLogUnavailableError(outcomeOf(error), { cause: error });
    }
  }
}

/** The page of who has everything there is; or of whom somebody deleted all that came next. */
function nothingAfter(start: Position, { head }: LogExtent, gap?: GapReason): LogPage {
  const lost = gap ?? (samePosition(start, head) ? undefined : 'trimmed');
  return { entries: [], start: lost ? head : start, reached: head, head, ...(lost && { gap: lost }) };
}
