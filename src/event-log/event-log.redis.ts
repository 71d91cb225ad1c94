import { type LuaScript, luaScript } from '../redis/lua-script.js';
import { isOutOfMemory, outcomeOf } from '../redis/redis-failure.js';
import { KEYS, LOG_FORMAT } from '../redis/redis-keys.js';
import { type RedisService } from '../redis/redis.service.js';
import { EventLogFullError, EventLogUnavailableError } from './event-log.errors.js';
import {
  type EventFilter,
  type EventLog,
  type LogPage,
  type NewEvent,
  type TailListener,
} from './event-log.interface.js';
import { type Position } from './position.js';
import { toEntryText, toPosition } from './redis-log-entry.js';
import { newEpoch } from './new-epoch.js';
import { RedisLogReader } from './redis-log-reader.js';
import { RedisLogTail } from './redis-log-tail.js';

/** The log in a Redis Stream: appended by a script, tailed by one blocking read per instance. */
export class RedisEventLog implements EventLog {
  private readonly keys: readonly string[];
  private readonly appendScript: LuaScript;
  private readonly reader: RedisLogReader;
  private readonly tailReader: RedisLogReader;

  constructor(
    private readonly redis: Pick<RedisService, 'commands' | 'tail'>,
    private readonly maxEntries: number,
    private readonly format = LOG_FORMAT,
  ) {
    const { client } = redis.commands;
    this.keys = [KEYS.events(format), KEYS.eventsMeta(format), KEYS.eventIds(format)];
    this.appendScript = luaScript(client, 'appendEvents', new URL('./append.lua', import.meta.url));
    this.reader = new RedisLogReader(client, format);
    this.tailReader = new RedisLogReader(redis.tail.client, format);
  }

  async append(events: readonly NewEvent[]): Promise<Position[]> {
    const args = events.flatMap((event) => [event.givenId ?? '', toEntryText(event)]);
    const reply = await this.ask('append', this.appendScript(this.keys, [this.maxEntries, newEpoch(), ...args]));
    const [epoch = '', ...ids] = reply as string[];
    return ids.map((id) => toPosition(epoch, id));
  }

  read(after: Position | 'start', limit: number): Promise<LogPage> {
    return this.ask('read', this.reader.read(after, limit));
  }

  latest(limit: number, filter: EventFilter, scan: number): Promise<LogPage> {
    return this.ask('latest', this.reader.latest(limit, filter, scan));
  }

  tail(listener: TailListener, signal: AbortSignal): Promise<void> {
    return new RedisLogTail(this.redis.tail, this.tailReader, KEYS.events(this.format), listener, signal).run();
  }

  reconnectTail(): void {
    this.redis.tail.remake();
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
