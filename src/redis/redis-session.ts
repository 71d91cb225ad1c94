import { Redis, type RedisOptions } from 'ioredis';
import { locationOf } from './redis-options.js';
import { type RedisSettings } from './redis-settings.js';

const TIMEOUT_MS = 3_000;

/** Made once and never again, so that what is wrong is told instead of tried again. */
const ONCE: RedisOptions = {
  lazyConnect: true,
  connectionName: 'vx11:doctor',
  disableClientInfo: true,
  // What the user may not do must not keep the connection from being looked at.
  enableReadyCheck: false,
  connectTimeout: TIMEOUT_MS,
  commandTimeout: TIMEOUT_MS,
  sentinelCommandTimeout: TIMEOUT_MS,
  maxRetriesPerRequest: 0,
  retryStrategy: () => null,
  sentinelRetryStrategy: () => null,
};

/** One connection for somebody who examines Redis, with any command. */
export class RedisSession {
  private constructor(private readonly client: Redis) {}

  /** Connects to Redis, through its sentinels where there are any. @throws Error that says why it cannot be. */
  static async open(settings: RedisSettings): Promise<RedisSession> {
    return RedisSession.connect({ ...locationOf(settings), ...ONCE });
  }

  /** Connects to one of the sentinels. @throws Error that says why it cannot be. */
  static async openSentinel(
    { host, port }: RedisSettings['sentinels'][number],
    { sentinelPassword, url }: RedisSettings,
  ): Promise<RedisSession> {
    const tls = url.startsWith('rediss:') ? { tls: {} } : {};
    return RedisSession.connect({ host, port, password: sentinelPassword, ...tls, ...ONCE });
  }

  private static async connect(options: RedisOptions): Promise<RedisSession> {
    const client = new Redis(options);
    // The promise says only that there is no connection; the event says why.
    let reason: Error | undefined;
    client.on('error', (error: Error) => (reason = error));
    try {
      await client.connect();
      await client.ping();
      return new RedisSession(client);
    } catch (error) {
      client.disconnect();
      throw reason ?? error;
    }
  }

  /** The address of the server that is reached: of the primary, where sentinels name it. */
  get address(): string {
    const { remoteAddress = '?', remotePort = '?' } = this.client.stream;
    return `${remoteAddress.includes(':') ? `[${remoteAddress}]` : remoteAddress}:${remotePort}`;
  }

  /** Sends one command. @throws Error with the reply of Redis when it is an error. */
  call(command: string, ...args: readonly string[]): Promise<unknown> {
    return this.client.call(command, ...args);
  }

  close(): void {
    this.client.disconnect();
  }
}
