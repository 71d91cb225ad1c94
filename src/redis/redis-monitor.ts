import { Logger } from '@nestjs/common';
import { type StoreHealth } from '../store/store-health.interface.js';
import { type RedisClock } from './redis-clock.js';
import { type RedisKeys } from './redis-keys.js';
import { type RedisConnection } from './redis-connection.js';
import { type RedisObserver, SILENT } from './redis-observer.js';
import { memoryUsedRatio } from './redis-memory.js';
import { refusalOf, refusesEverything, type WriteRefusal } from './write-refusal.js';

const INTERVAL_MS = 1_000;
const EXAMINE_MS = 5_000;

/**
 * Watches whether Redis is available. It sends TIME every second, which also sets the clock for deadlines. It notices a lost
 * connection at once, a frozen server by the first TIME without a reply, and refused writes by the first refused one or by a
 * probe. Each loss and each recovery is one line in the log.
 */
export class RedisMonitor implements StoreHealth {
  available = false;
  memoryUsedRatio: number | undefined;
  writesRefused: WriteRefusal | undefined;
  lostAt: Date | undefined;
  /** Whether a loss was logged, so that its recovery must be logged too. Refused writes have their own lines. */
  private loggedLoss = false;
  private refusedSince = new Date();
  private examinedAt = -Infinity;
  private readonly listeners: ((available: boolean) => void)[] = [];
  private readonly logger = new Logger('Store');
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly connection: RedisConnection,
    private readonly clock: RedisClock,
    private readonly keys: Pick<RedisKeys, 'probe'>,
    private readonly observer: RedisObserver = SILENT,
  ) {
    connection.client.on('ready', () => void this.probe());
    connection.client.on('close', () => this.lose('its connection was lost'));
    connection.onFailure((error) => this.failed(error));
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
    const askedAt = performance.now();
    try {
      this.clock.set(await this.connection.timed('time', this.connection.client.time()), askedAt);
    } catch {
      return this.lose('it does not answer');
    }
    await this.examine();
    this.gain();
  }

  /** Checks memory and a write, every 5 s while Redis is available. A check without a reply changes nothing. */
  private async examine(): Promise<void> {
    const healthy = this.available && !this.writesRefused;
    if (healthy && performance.now() - this.examinedAt < EXAMINE_MS) return;
    this.examinedAt = performance.now();
    const { client } = this.connection;
    const [write, info] = await Promise.allSettled([client.set(this.keys.probe, 1, 'EX', 60), client.info('memory')]);
    if (info.status === 'fulfilled') this.memoryUsedRatio = memoryUsedRatio(info.value);
    if (write.status === 'fulfilled') return this.taken();
    const error = write.reason as Error;
    if (error.name === 'ReplyError') this.refused(refusalOf(error) ?? { reason: 'other', message: error.message });
  }

  private failed(error: unknown): void {
    const refusal = refusalOf(error);
    if (refusal) this.refused(refusal);
  }

  private refused(refusal: WriteRefusal): void {
    const before = this.writesRefused;
    this.writesRefused = refusal;
    if (before?.reason === refusal.reason) return;
    if (!before) this.refusedSince = new Date();
    this.logger.error(`Redis refuses writes (${refusal.reason}): ${refusal.message}`);
    if (refusesEverything(refusal)) this.change(false);
  }

  private taken(): void {
    if (!this.writesRefused) return;
    this.writesRefused = undefined;
    this.logger.log(`Redis takes writes again after ${secondsSince(this.refusedSince)} s.`);
  }

  private gain(): void {
    if (this.available || !this.connection.ready) return;
    if (this.writesRefused && refusesEverything(this.writesRefused)) return;
    if (this.loggedLoss && this.lostAt) this.logger.log(`The store is back after ${secondsSince(this.lostAt)} s.`);
    this.loggedLoss = false;
    this.change(true);
    this.lostAt = undefined;
  }

  private lose(why: string): void {
    this.clock.reset();
    if (this.available) {
      this.observer.lost?.();
      this.logger.error(`The store is lost: ${why}.`);
      this.loggedLoss = true;
    }
    this.change(false);
  }

  private change(available: boolean): void {
    if (this.available === available) return;
    this.available = available;
    if (!available) this.lostAt = new Date();
    for (const listener of this.listeners) listener(available);
  }
}

function secondsSince(then: Date): string {
  return ((Date.now() - then.getTime()) / 1_000).toFixed(1);
}
