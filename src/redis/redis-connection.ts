import { Logger } from '@nestjs/common';
import { Redis, type RedisOptions } from 'ioredis';
import { type RedisObserver, SILENT } from './redis-observer.js';

const REOPEN_MS = 500;

/**
 * One connection: opened in the background, kept up for ever, its ups and downs logged once each. Commands sent while
 * it is down fail at once.
 */
export class RedisConnection {
  readonly client: Redis;
  private readonly logger = new Logger('Redis');
  private wasUp = false;
  private closed = false;
  private lastTrouble = '';

  constructor(
    readonly name: string,
    options: RedisOptions,
    private readonly observer: RedisObserver = SILENT,
  ) {
    this.client = new Redis(options);
    this.client.on('ready', () => this.up());
    this.client.on('close', () => this.down());
    this.client.on('end', () => this.reopen());
    this.client.on('error', ({ message }: Error) => this.trouble(message));
  }

  get ready(): boolean {
    return this.client.status === 'ready';
  }

  /** Begins to connect; never throws, since it goes on trying. */
  open(): void {
    this.client.connect().catch(() => undefined);
  }

  /** Passes `reply` on and tells the observer how long it took, or that it failed. */
  async timed<T>(operation: string, reply: Promise<T>): Promise<T> {
    const startedAt = performance.now();
    try {
      const answer = await reply;
      this.observer.answered(operation, (performance.now() - startedAt) / 1_000);
      return answer;
    } catch (error) {
      this.observer.failed(operation);
      throw error;
    }
  }

  /** Drops the connection and makes a new one; one that is being made already is left to be. */
  remake(): void {
    if (['connect', 'ready'].includes(this.client.status)) this.client.disconnect(true);
  }

  close(): void {
    this.closed = true;
    this.client.removeAllListeners('close');
    this.client.disconnect();
  }

  /** The client gives up when it is disturbed while it connects; we do not. */
  private reopen(): void {
    if (!this.closed) setTimeout(() => !this.closed && this.open(), REOPEN_MS).unref();
  }

  private up(): void {
    this.wasUp = true;
    this.lastTrouble = '';
    this.logger.log(`${this.name}: connected`);
  }

  private down(): void {
    if (this.wasUp) this.logger.warn(`${this.name}: connection lost`);
    this.wasUp = false;
  }

  /** Says why it does not come up; once, not at every attempt. */
  private trouble(message: string): void {
    if (message === this.lastTrouble) return;
    this.lastTrouble = message;
    this.logger.warn(`${this.name}: ${message}`);
  }
}
