import { type RedisSettings } from '../config/settings.js';
import { RedisClock } from './redis-clock.js';
import { RedisConnection } from './redis-connection.js';
import { RedisMonitor } from './redis-monitor.js';
import { commandOptions, tailOptions } from './redis-options.js';

/** The two connections of an instance, the clock and the monitor that go with them. Owns them: opens, closes. */
export class RedisService {
  readonly commands: RedisConnection;
  readonly tail: RedisConnection;
  readonly clock = new RedisClock();
  readonly monitor: RedisMonitor;

  constructor(settings: RedisSettings, instanceId: string) {
    this.commands = new RedisConnection('commands', commandOptions(settings, instanceId));
    this.tail = new RedisConnection('tail', tailOptions(settings, instanceId));
    this.monitor = new RedisMonitor(this.commands, this.clock);
    this.commands.open();
    this.tail.open();
    this.monitor.start();
  }

  onApplicationShutdown(): void {
    this.monitor.stop();
    this.commands.close();
    this.tail.close();
  }
}
