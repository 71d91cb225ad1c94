import { type StoreHealth } from '../store-health/store-health.interface.js';
import { type RedisClock } from './redis-clock.js';
import { KEYS } from './redis-keys.js';
import { type RedisConnection } from './redis-connection.js';

const INTERVAL_MS = 1_000;
const EXAMINE_MS = 5_000;

/**
 * Asks Redis for the time every second: proves that it answers, and keeps the clock that deadlines are made from. A
 * lost connection is noticed at once, a frozen server with the first question it leaves unanswered.
 */
export class RedisMonitor implements StoreHealth {
  available = false;
  memoryUsedRatio: number | undefined;
  writesRefused: string | undefined;
  private examinedAt = -Infinity;
  lostAt: Date | undefined;
  private readonly listeners: ((available: boolean) => void)[] = [];
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly connection: RedisConnection,
    private readonly clock: RedisClock,
  ) {
    connection.client.on('ready', () => void this.probe());
    connection.client.on('close', () => this.lose());
  }

  start(): void {
    this.timer = setInterval(() => void this.probe(), INTERVAL_MS);
  }

  stop(): void {
    clearInterval(this.timer);
    this.listeners.length = 0;
  }

  onChange(listener: (available: boolean) => void): void {
    this.listeners.push(listener);
  }

  private async probe(): Promise<void> {
    if (!this.connection.ready) return;
    try {
      this.clock.set(await this.connection.timed('time', this.connection.client.time()));
      this.gain();
      await this.examine();
    } catch {
      this.lose();
    }
  }

  /** What changes slowly: memory, and whether Redis takes writes (a lost replica or a full disk can stop those alone). */
  private async examine(): Promise<void> {
    if (performance.now() - this.examinedAt < EXAMINE_MS) return;
    this.examinedAt = performance.now();
    const { client } = this.connection;
    const write = client.set(KEYS.probe, 1, 'EX', 60);
    this.writesRefused = await write.then(
      () => undefined,
      (error: Error) => (error.name === 'ReplyError' ? error.message : undefined),
    );
    const info = await client.info('memory');
    const [used, max] = ['used_memory', 'maxmemory'].map((name) =>
      Number(new RegExp(`^${name}:(\\d+)`, 'm').exec(info)?.[1]),
    );
    this.memoryUsedRatio = max ? (used ?? 0) / max : undefined;
  }

  private gain(): void {
    if (this.available) return;
    this.available = true;
    this.tell();
    this.lostAt = undefined;
  }

  private lose(): void {
    this.clock.forget();
    if (!this.available) return;
    this.available = false;
    this.lostAt = new Date();
    this.tell();
  }

  private tell(): void {
    for (const listener of this.listeners) listener(this.available);
  }
}
