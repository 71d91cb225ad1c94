import { Redis } from 'ioredis';
import { eventually } from '../../../cluster/eventually.js';
import { KEYS } from '../../../src/redis/redis-keys.js';

/** Changes a log in Redis as failovers, lack of memory and other programs do. */
export class LogSurgery {
  private readonly admin: Redis;
  private readonly stream: string;

  constructor(adminUrl: string, format: number) {
    this.admin = new Redis(adminUrl);
    this.stream = KEYS.events(format);
  }

  /** Saves the log as it is. Returns a function that restores it, as the promotion of a replica that lags does. */
  async save(): Promise<() => Promise<void>> {
    const keys = await this.keys();
    const dumps = await Promise.all(keys.map((key) => this.admin.dumpBuffer(key)));
    return async () => {
      const all = this.admin.multi().del(...(await this.keys()));
      for (const [index, key] of keys.entries()) all.restore(key, 0, dumps[index]!, 'REPLACE');
      await all.exec();
      await this.nextMillisecond();
    };
  }

  /** Keeps the newest `count` entries. */
  async trim(count: number): Promise<void> {
    await this.admin.xtrim(this.stream, 'MAXLEN', count);
  }

  /** Deletes the log and its idempotency keys. */
  async lose(): Promise<void> {
    const keys = await this.keys();
    if (keys.length > 0) await this.admin.del(...keys);
    await this.nextMillisecond();
  }

  /** Closes every client's connection but this one. */
  async killClients(): Promise<void> {
    await this.admin.call('CLIENT', 'KILL', 'TYPE', 'normal');
  }

  close(): void {
    this.admin.disconnect();
  }

  private keys(): Promise<string[]> {
    return this.admin.keys(this.stream.replace(/events$/, '*'));
  }

  /** Waits for the next millisecond, because no failover or restart takes less than one. */
  private async nextMillisecond(): Promise<void> {
    const ms = async () => {
      const [seconds, microseconds] = await this.admin.time();
      return Number(seconds) * 1_000 + Math.floor(Number(microseconds) / 1_000);
    };
    const before = await ms();
    await eventually(async () => (await ms()) > before || undefined, { what: 'the next millisecond', everyMs: 1 });
  }
}
