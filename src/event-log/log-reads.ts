import { type RedisConnection } from '../redis/redis-connection.js';
import { outcomeOf } from '../redis/redis-failure.js';
import { EventLogUnavailableError } from './event-log.errors.js';
import { type Reader } from './event-log.interface.js';
import { ReadQueue } from './read-queue.js';
import { type RedisLogReader } from './redis-log-reader.js';

/** The reads that the log in Redis offers. */
export type LogAccess = Pick<RedisLogReader, 'read' | 'bounds' | 'heads' | 'entries'>;

/** All reads of the log other than the tail's: they use one connection, and long ones queue for it. */
export class LogReads {
  private readonly queue = new ReadQueue();

  constructor(
    private readonly connection: RedisConnection,
    private readonly log: LogAccess,
  ) {}

  /** Reads for a reader, which wait their turn; without a reader, reads that do not wait. */
  for(reader?: Reader): LogAccess {
    const run = <Result>(operation: string, args: readonly unknown[], read: () => Promise<Result>) =>
      reader
        ? this.queue.run(reader, `${operation} ${JSON.stringify(args)}`, () => this.timed(operation, read))
        : this.timed(operation, read);
    return {
      read: (...args) => run('read', args, () => this.log.read(...args)),
      bounds: (...args) => run('bounds', args, () => this.log.bounds(...args)),
      heads: (...args) => run('heads', args, () => this.log.heads(...args)),
      entries: (...args) => run('entries', args, () => this.log.entries(...args)),
    };
  }

  /** @throws EventLogUnavailableError */
  private async timed<Result>(operation: string, read: () => Promise<Result>): Promise<Result> {
    try {
      return await this.connection.timed(operation, read());
    } catch (error) {
      throw new EventLogUnavailableError(outcomeOf(error), { cause: error });
    }
  }
}
