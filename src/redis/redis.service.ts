import { Redis, type RedisOptions } from 'ioredis';
import { type FileWatch } from '../files/file-watch.js';
import { RedisClock } from './redis-clock.js';
import { RedisConnection } from './redis-connection.js';
import { KEY_PREFIX, type RedisKeys, redisKeys } from './redis-keys.js';
import { RedisMonitor } from './redis-monitor.js';
import { type RedisObserver } from './redis-observer.js';
import { blockingReadOptions, COMMAND_TIMEOUT_MS, commandOptions, locationOf } from './redis-options.js';
import { type RedisSettings } from './redis-settings.js';
import { withReplyTimeout } from './reply-timeout.js';
import { followUrlFile } from './url-file.js';

/** Makes a client with these options, without connecting it. */
type Connect = (options: RedisOptions) => Redis;

interface Naming {
  /** Part of the names of the connections in CLIENT LIST. */
  readonly instanceId: string;
  /** The prefix of all keys. */
  readonly keyPrefix?: string;
}

/** The three connections of an instance to Redis, with their clock and monitor. It opens them, and closes them at shutdown. */
export class RedisService {
  /** For tokens, appends and everything else that is short. */
  readonly commands: RedisConnection;
  /** For long reads of the log, so that tokens and appends need not wait for them. */
  readonly reads: RedisConnection;
  /** For the blocking XREAD of the tail. */
  readonly tail: RedisConnection;
  readonly keys: RedisKeys;
  readonly clock = new RedisClock();
  readonly monitor: RedisMonitor;
  private urlFile: FileWatch | undefined;

  private constructor(connect: Connect, { instanceId, keyPrefix = KEY_PREFIX }: Naming, observer?: RedisObserver) {
    const name = (connection: string) => `${keyPrefix}:${instanceId}:${connection}`;
    this.keys = redisKeys(keyPrefix);
    const client = (connection: string) =>
      withReplyTimeout(connect(commandOptions(name(connection))), COMMAND_TIMEOUT_MS);
    this.commands = new RedisConnection('commands', client('commands'), observer);
    this.reads = new RedisConnection('reads', client('reads'), observer);
    this.tail = new RedisConnection('tail', connect(blockingReadOptions(name('tail'))));
    this.monitor = new RedisMonitor(this.commands, this.clock, this.keys, observer);
    // `reads` may be idle for long, and then does not notice that its server is frozen or was demoted.
    this.commands.client.on('close', () => this.reads.reconnect());
    this.commands.client.on('ready', () => this.reads.connectNow());
    this.commands.open();
    this.reads.open();
    this.tail.open();
    this.monitor.start();
  }

  /** Connects to the Redis of these settings. */
  static to(settings: RedisSettings, naming: Naming, observer?: RedisObserver): RedisService {
    const connect = (options: RedisOptions) => new Redis({ ...locationOf(settings), ...options });
    const service = new RedisService(connect, naming, observer);
    const { commands, reads, tail } = service;
    const clients = [commands, reads, tail].map(({ client }) => client);
    if (settings.urlFile) service.urlFile = followUrlFile(settings.urlFile, settings, clients);
    return service;
  }

  /**
   * Connects to the Redis of `client`, with its user, database and TLS. The other options are those of this service, since a
   * redemption must not be queued or sent twice. The client itself is neither used nor closed.
   */
  static beside(client: Redis, naming: Naming, observer?: RedisObserver): RedisService {
    return new RedisService((options) => client.duplicate(options), naming, observer);
  }

  /** 1 for each connection that is up, 0 for one that is not. */
  get connected(): Record<string, number> {
    const { commands, reads, tail } = this;
    return { commands: Number(commands.ready), reads: Number(reads.ready), tail: Number(tail.ready) };
  }

  onApplicationShutdown(): void {
    this.urlFile?.stop();
    this.monitor.stop();
    this.commands.close();
    this.reads.close();
    this.tail.close();
  }
}
