import { Redis, type RedisOptions } from 'ioredis';
import { RedisClock } from './redis-clock.js';
import { RedisConnection } from './redis-connection.js';
import { KEY_PREFIX, type RedisKeys, redisKeys } from './redis-keys.js';
import { RedisMonitor } from './redis-monitor.js';
import { type RedisObserver } from './redis-observer.js';
import { answeredAtOnce, blockingReads, locationOf } from './redis-options.js';
import { type RedisSettings } from './redis-settings.js';

/** Makes a client that is not yet connected, with these options. */
type Connect = (options: RedisOptions) => Redis;

interface Naming {
  /** Named in Redis' list of clients. */
  readonly instanceId: string;
  /** What all keys begin with. */
  readonly keyPrefix?: string;
}

/** The three connections of an instance, the clock and the monitor that go with them. Owns them: opens, closes. */
export class RedisService {
  readonly commands: RedisConnection;
  /** For what reads the log at length: neither tokens nor appends wait behind it. */
  readonly reads: RedisConnection;
  readonly tail: RedisConnection;
  readonly keys: RedisKeys;
  readonly clock = new RedisClock();
  readonly monitor: RedisMonitor;

  private constructor(connect: Connect, { instanceId, keyPrefix = KEY_PREFIX }: Naming, observer?: RedisObserver) {
    const name = (connection: string) => `${keyPrefix}:${instanceId}:${connection}`;
    this.keys = redisKeys(keyPrefix);
    this.commands = new RedisConnection('commands', connect(answeredAtOnce(name('commands'))), observer);
    this.reads = new RedisConnection('reads', connect(answeredAtOnce(name('reads'))), observer);
    this.tail = new RedisConnection('tail', connect(blockingReads(name('tail'))));
    this.monitor = new RedisMonitor(this.commands, this.clock, this.keys);
    // It may say nothing for a long time, so it would not notice by itself that its server is frozen or was demoted.
    this.commands.client.on('close', () => this.reads.remake());
    this.commands.client.on('ready', () => this.reads.hurry());
    this.commands.open();
    this.reads.open();
    this.tail.open();
    this.monitor.start();
  }

  /** Connects to the Redis of these settings. */
  static to(settings: RedisSettings, naming: Naming, observer?: RedisObserver): RedisService {
    return new RedisService((options) => new Redis({ ...locationOf(settings), ...options }), naming, observer);
  }

  /**
   * Connects to where `client` is connected, with its user, database and TLS, and with options of its own: commands that are
   * queued or sent twice would redeem tokens for nobody. The client itself is neither used nor closed.
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
    this.monitor.stop();
    this.commands.close();
    this.reads.close();
    this.tail.close();
  }
}
