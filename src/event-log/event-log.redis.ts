import { type LuaScript, luaScript } from '../redis/lua-script.js';
import { isOutOfMemory, outcomeOf } from '../redis/redis-failure.js';
import { LOG } from '../redis/redis-keys.js';
import { type RedisService } from '../redis/redis.service.js';
import { EventLogFormatError, EventLogFullError, EventLogUnavailableError } from './event-log.errors.js';
import {
  type EventFilter,
  type EventLog,
  type LogPage,
  type NewestEntries,
  type NewEvent,
  PAGE_BYTES,
  type ReadOptions,
  type TailListener,
} from './event-log.interface.js';
import { EntryIndex } from './entry-index.js';
import { type Position } from './position.js';
import { LogReads } from './log-reads.js';
import { LogFormat } from './log-format.js';
import { idempotencyKeysOf, type LogLimits } from './log-limits.js';
import { LogSearch } from './log-search.js';
import { newEpoch } from './new-epoch.js';
import { toEntryText, toPosition } from './redis-log-entry.js';
import { RedisLogReader } from './redis-log-reader.js';
import { RedisLogTail } from './redis-log-tail.js';
import { type TailCompanion } from './tail-companion.js';

/** Runs of the append script at most, when another client wrote to the stream. Each run repairs what made it fail. */
const ATTEMPTS = 3;

/** The event log in a Redis stream. A script appends; each instance tails with one blocking XREAD. */
export class RedisEventLog implements EventLog {
  private readonly keys: readonly string[];
  private readonly appendScript: LuaScript;
  private readonly makeRoomScript: LuaScript;
  private readonly reads: LogReads;
  private readonly tailReader: RedisLogReader;
  private readonly formats = new LogFormat();
  private readonly index = new EntryIndex();
  private readonly search: LogSearch;

  constructor(
    private readonly redis: Pick<RedisService, 'commands' | 'reads' | 'tail' | 'keys'>,
    private readonly limits: LogLimits,
    private readonly log = LOG,
    private readonly companion?: TailCompanion,
  ) {
    const { keys } = redis;
    this.keys = [keys.events(log), keys.eventsMeta(log), keys.eventIds(log)];
    const { client } = redis.commands;
    const append = new URL('./append.lua', import.meta.url);
    const library = new URL('./log.lua', import.meta.url);
    this.appendScript = luaScript(client, append, { library });
    this.makeRoomScript = luaScript(client, append, { library, allowOom: true });
    this.reads = new LogReads(redis.reads, new RedisLogReader(redis.reads.client, this.formats, keys, log));
    this.search = new LogSearch(this.reads, this.index);
    this.tailReader = new RedisLogReader(redis.tail.client, this.formats, keys, log);
  }

  get format(): number | undefined {
    return this.formats.current;
  }

  get readable(): boolean {
    return this.redis.reads.ready;
  }

  async append(events: readonly NewEvent[]): Promise<Position[]> {
    const args = events.flatMap((event) => [event.idempotencyKey ?? '', toEntryText(event)]);
    try {
      return await this.appendBy(this.appendScript, '', args);
    } catch (error) {
      if (!(error instanceof EventLogFullError)) throw error;
      return this.appendBy(this.makeRoomScript, 'memory', args);
    }
  }

  read(
    after: Position | 'start',
    limit: number,
    { filter, bytes = PAGE_BYTES, reader }: ReadOptions & { filter?: EventFilter } = {},
  ): Promise<LogPage> {
    if (!filter || filter.open) return this.reads.for(reader).read(after, limit, bytes);
    return this.search.after(after, { limit, bytes, filter, reader });
  }

  latest(
    limit: number,
    filter: EventFilter,
    scan: number,
    { bytes = PAGE_BYTES, reader, before }: ReadOptions & { before?: Position | undefined } = {},
  ): Promise<NewestEntries> {
    return this.search.newest(scan, { limit, bytes, filter, reader, before });
  }

  tail(listener: TailListener, signal: AbortSignal): Promise<void> {
    return new RedisLogTail(
      this.redis.tail,
      this.tailReader,
      this.index,
      this.redis.keys.events(this.log),
      listener,
      signal,
      this.companion,
    ).run();
  }

  reconnectTail(): void {
    this.redis.tail.reconnect();
  }

  private async appendBy(script: LuaScript, roomFor: '' | 'memory', args: readonly string[]): Promise<Position[]> {
    const { maxEntries, maxBytes } = this.limits;
    const given = [
      newEpoch(),
      this.formats.ofNewLog,
      maxEntries,
      maxBytes,
      idempotencyKeysOf(maxBytes),
      roomFor,
      ...args,
    ];
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const [epoch = '', ...ids] = (await this.ask('append', script(this.keys, given))) as string[];
      if (epoch === 'format') throw new EventLogFormatError(Number(ids[0]));
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
