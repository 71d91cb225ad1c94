import { type RedisSettings } from './redis-settings.js';
import { RedisClock } from './redis-clock.js';
import { RedisConnection } from './redis-connection.js';
import { RedisMonitor } from './redis-monitor.js';
import { type RedisObserver } from './redis-observer.js';
import { commandOptions, readOptions, tailOptions } from './redis-options.js';

/** The three connections of an instance, the clock and the monitor that go with them. Owns them: opens, closes. */
export class RedisService {
  readonly commands: RedisConnection;
  /** For what reads the log at length: neither tokens nor appends wait behind it. */
  readonly reads: RedisConnection;
  readonly tail: RedisConnection;
  readonly clock = new RedisClock();
  readonly monitor: RedisMonitor;

  constructor(settings: RedisSettings, instanceId: string, observer?: RedisObserver) {
    this.commands = new RedisConnection('commands', commandOptions(settings, instanceId), observer);
    this.reads = new RedisConnection('reads', readOptions(settings, instanceId), observer);
    this.tail = new RedisConnection('tail', tailOptions(settings, instanceId));
    this.monitor = new RedisMonitor(this.commands, this.clock);
    // It may say nothing for a long time, so it would not notice by itself that its server is frozen or was demoted.
    this.commands.client.on('close', () => this.reads.remake());
    this.commands.open();
    this.reads.open();
    this.tail.open();
    this.monitor.start();
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
