import { Logger } from '@nestjs/common';
import { type Redis } from 'ioredis';
import { type RedisObserver, SILENT } from './redis-observer.js';

const REOPEN_MS = 500;
/** A connection that lasted for less is one that comes and goes; its ups and downs are logged at debug. */
const LASTING_MS = 10_000;

/**
 * One connection: opened in the background, kept up for ever, its ups and downs logged once each, however often it is
 * tried in between. Commands sent while it is down fail at once.
 */
export class RedisConnection {
  private readonly logger = new Logger('Redis');
  private readonly failureListeners: ((error: unknown) => void)[] = [];
  private upSince: number | undefined;
  /** Whether the log says that it is down. */
  private saidDown = true;
  private closed = false;
  private lastTrouble = '';

  constructor(
    readonly name: string,
    /** Owned by this connection: it opens and closes it. */
    readonly client: Redis,
    private readonly observer: RedisObserver = SILENT,
  ) {
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
      for (const listener of this.failureListeners) listener(error);
      throw error;
    }
  }

  /** Calls back with the error of every timed operation that fails. */
  onFailure(listener: (error: unknown) => void): void {
    this.failureListeners.push(listener);
  }

  /** Drops the connection and makes a new one; one that is being made already is left to be. */
  remake(): void {
    if (['connect', 'ready'].includes(this.client.status)) this.client.disconnect(true);
  }

  /** Connects now instead of after the pause between two attempts: the server is known to be there. */
  hurry(): void {
    if (this.client.status === 'reconnecting') this.open();
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
    this.upSince = performance.now();
    this.lastTrouble = '';
    this.logger[this.saidDown ? 'log' : 'debug'](`${this.name}: connected`);
    this.saidDown = false;
  }

  private down(): void {
    if (this.upSince === undefined) return;
    const lasted = performance.now() - this.upSince > LASTING_MS;
    this.upSince = undefined;
    this.logger[lasted ? 'warn' : 'debug'](
      `${this.name}: connection lost${this.lastTrouble && ` (${this.lastTrouble})`}`,
    );
    this.saidDown ||= lasted;
  }

  /** Says why it does not come up; the first time only, since attempts may fail in turn for two reasons. */
  private trouble(message: string): void {
    const isNews = this.upSince === undefined && this.lastTrouble === '';
    this.lastTrouble = message;
    if (isNews) this.logger.warn(`${this.name}: ${message}`);
  }
}
