import { type RedisConnection } from '../redis/redis-connection.js';
import { outcomeOf } from '../redis/redis-failure.js';
import { EventLogUnavailableError } from './event-log.errors.js';
import { type Reader } from './event-log.interface.js';
import { ReadQueue } from './read-queue.js';
import { type RedisLogReader } from './redis-log-reader.js';

/** Reads of the log in Redis. */
export type LogAccess = Pick<RedisLogReader, 'read' | 'bounds' | 'heads' | 'entries'>;

/** Queues all long reads of the log, over one connection. */
export class LogReads {
  private readonly queue = new ReadQueue();

  constructor(
    private readonly connection: RedisConnection,
    private readonly log: LogAccess,
  ) {}

  /** For a reader that waits its turn, or for a small look that does not. */
  for(reader?: Reader): LogAccess {
    const ask = <Answer>(operation: string, args: readonly unknown[], read: () => Promise<Answer>) =>
      reader
        ? this.queue.run(reader, `${operation} ${JSON.stringify(args)}`, () => this.timed(operation, read))
        : this.timed(operation, read);
    return {
      read: (...args) => ask('read', args, () => this.log.read(...args)),
      bounds: (...args) => ask('bounds', args, () => this.log.bounds(...args)),
      heads: (...args) => ask('heads', args, () => this.log.heads(...args)),
      entries: (...args) => ask('entries', args, () => this.log.entries(...args)),
    };
  }

  /** @throws EventLogUnavailableError */
  private async timed<Answer>(operation: string, read: () => Promise<Answer>): Promise<Answer> {
    try {
      return await this.connection.timed(operation, read());
    } catch (error) {
      throw new EventLogUnavailableError(outcomeOf(error), { cause: error });
    }
  }
}
