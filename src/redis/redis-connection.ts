import { Logger } from '@nestjs/common';
import { type Redis } from 'ioredis';
import { type RedisObserver, SILENT } from './redis-observer.js';

const REOPEN_MS = 500;
/** A connection that lasted for less is unstable: its loss is logged at debug. */
const LASTING_MS = 10_000;

/**
 * One connection to Redis. It is opened in the background and reopened until it is closed. Each loss and each recovery is
 * logged once, however many attempts are between them. Commands fail at once while there is no connection.
 */
export class RedisConnection {
  private readonly logger = new Logger('Redis');
  private readonly failureListeners: ((error: unknown) => void)[] = [];
  private upSince: number | undefined;
  /** Whether the last log line says that the connection is down. */
  private loggedDown = true;
  private closed = false;
  private lastError = '';

  constructor(
    readonly name: string,
    /** This class opens and closes the client. */
    readonly client: Redis,
    private readonly observer: RedisObserver = SILENT,
  ) {
    this.client.on('ready', () => this.up());
    this.client.on('close', () => this.down());
    this.client.on('end', () => this.reopen());
    this.client.on('error', ({ message }: Error) => this.failed(message));
  }

  get ready(): boolean {
    return this.client.status === 'ready';
  }

  /** Begins to connect. Never throws, since it retries. */
  open(): void {
    this.client.connect().catch(() => undefined);
  }

  /** Returns `reply`, and reports to the observer how long it took or that it failed. */
  async timed<T>(operation: string, reply: Promise<T>): Promise<T> {
    const startedAt = performance.now();
    try {
      const value = await reply;
      this.observer.answered(operation, (performance.now() - startedAt) / 1_000);
      return value;
    } catch (error) {
      this.observer.failed(operation);
      for (const listener of this.failureListeners) listener(error);
      throw error;
    }
  }

  /** Calls `listener` with the error of every timed operation that fails. */
  onFailure(listener: (error: unknown) => void): void {
    this.failureListeners.push(listener);
  }

  /** Closes the connection and makes a new one. Does nothing while one is being made. */
  reconnect(): void {
    if (['connect', 'ready'].includes(this.client.status)) this.client.disconnect(true);
  }

  /** Ends the pause between two attempts, because the server is known to be up. */
  connectNow(): void {
    if (this.client.status === 'reconnecting') this.open();
  }

  close(): void {
    this.closed = true;
    this.client.removeAllListeners('close');
    this.client.disconnect();
  }

  /** ioredis gives up if it is disconnected while it connects; this opens the connection again. */
  private reopen(): void {
    if (!this.closed) setTimeout(() => !this.closed && this.open(), REOPEN_MS).unref();
  }

  private up(): void {
    this.upSince = performance.now();
    this.lastError = '';
    this.logger[this.loggedDown ? 'log' : 'debug'](`${this.name}: connected`);
    this.loggedDown = false;
  }

  private down(): void {
    if (this.upSince === undefined) return;
    const lasted = performance.now() - this.upSince > LASTING_MS;
    this.upSince = undefined;
    this.logger[lasted ? 'warn' : 'debug'](`${this.name}: connection lost${this.lastError && ` (${this.lastError})`}`);
    this.loggedDown ||= lasted;
  }

  /** Logs why the connection cannot be made: only the first error, since further attempts may fail for other reasons in turn. */
  private failed(message: string): void {
    const first = this.upSince === undefined && this.lastError === '';
    this.lastError = message;
    if (first) this.logger.warn(`${this.name}: ${message}`);
  }
}
