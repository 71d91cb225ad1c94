import { type RedisOptions } from 'ioredis';
import { type RedisSettings } from './redis-settings.js';

/** Milliseconds after which a command without a reply fails. */
export const COMMAND_TIMEOUT_MS = 1_000;

const LEAVE_AGAIN_MS = 2_000;

/** Reconnects after 50 ms to about a second, at random, so that not all instances reconnect at once. */
function retryStrategy(attempt: number): number {
  return 50 + Math.random() * Math.min(1_000, 50 * 2 ** Math.min(attempt, 6));
}

/**
 * Returns a function that tells ioredis to reconnect (1) when a primary was demoted and refuses writes; the command fails. It
 * does so at most every two seconds, in case there is no other server than the replica.
 */
function leaveReplicas(): (error: Error) => 1 | false {
  let leftAt = -Infinity;
  return ({ message }) => {
    if (!message.startsWith('READONLY') || performance.now() - leftAt < LEAVE_AGAIN_MS) return false;
    leftAt = performance.now();
    return 1;
  };
}

/** The address and the credentials of Redis, as options of ioredis. */
export function locationOf({ url, sentinels, sentinelName, sentinelPassword }: RedisSettings): RedisOptions {
  const { hostname, port, username, password, protocol } = new URL(url);
  return {
    ...(sentinels.length > 0
      ? { sentinels: sentinels.map((address) => ({ ...address })), name: sentinelName, sentinelPassword }
      : { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || 6379) }),
    ...(username && { username: decodeURIComponent(username) }),
    ...(password && { password: decodeURIComponent(password) }),
    ...(protocol === 'rediss:' && { tls: {}, enableTLSForSentinelMode: sentinels.length > 0 }),
  };
}

/**
 * Options of all connections. A command without a reply is not sent again when its connection is lost: a second GETDEL would
 * find no token, though the first one redeemed it.
 */
function commonOptions(connectionName: string): RedisOptions {
  return {
    connectionName,
    keyPrefix: '',
    lazyConnect: true,
    // Redis 7.0 knows no CLIENT SETINFO, and an ACL that named it would not load there.
    disableClientInfo: true,
    connectTimeout: 2_000,
    sentinelCommandTimeout: 1_000,
    sentinelRetryStrategy: retryStrategy,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    // With any other count a promise in flight never settles after a reconnect.
    maxRetriesPerRequest: 0,
    retryStrategy,
    reconnectOnError: leaveReplicas(),
    // `withReplyTimeout` does that, where it is to be.
    commandTimeout: undefined,
  };
}

/** Options of connections whose commands do not block: `commands` and `reads`. */
export function commandOptions(connectionName: string): RedisOptions {
  return {
    ...commonOptions(connectionName),
    // Closes the connection to a frozen server, so that the next one may lead to its successor.
    socketTimeout: 2_000,
  };
}

/** Options of a connection for blocking reads, which may have no time-out: it would fail every read without new entries. */
export function blockingReadOptions(connectionName: string): RedisOptions {
  return { ...commonOptions(connectionName), socketTimeout: 3_000 };
}
