import { type RedisOptions } from 'ioredis';
import { type RedisSettings } from './redis-settings.js';

/** Milliseconds after which a command counts as failed. */
export const COMMAND_TIMEOUT_MS = 1_000;

const LEAVE_AGAIN_MS = 2_000;

/** Reconnects after 50 ms to about a second, at random, so that instances do not come back as one. */
function retryStrategy(attempt: number): number {
  return 50 + Math.random() * Math.min(1_000, 50 * 2 ** Math.min(attempt, 6));
}

/**
 * A demoted primary must be left at once: 1 means reconnect, and fail the command. Where there is nothing but the replica,
 * the connection is not remade for every write that it refuses.
 */
function leaveReplicas(): (error: Error) => 1 | false {
  let leftAt = -Infinity;
  return ({ message }) => {
    if (!message.startsWith('READONLY') || performance.now() - leftAt < LEAVE_AGAIN_MS) return false;
    leftAt = performance.now();
    return 1;
  };
}

/** Where Redis is, and how to log in. */
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
 * How a connection behaves, wherever it leads. A command that was on its way when the connection went is never sent again:
 * a second GETDEL would answer "no such token" for one that was just redeemed.
 */
function behaviour(connectionName: string): RedisOptions {
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
  };
}

/** For what is answered at once: commands, and reads of the log, each of which is bounded. */
export function answeredAtOnce(connectionName: string): RedisOptions {
  return {
    ...behaviour(connectionName),
    commandTimeout: COMMAND_TIMEOUT_MS,
    // Leaves a frozen server; without it, a frozen primary is never left for its successor.
    socketTimeout: 2_000,
    enableAutoPipelining: true,
    // A list of its own: scripts are added to it.
    autoPipeliningIgnoredCommands: [],
  };
}

/** For blocking reads: no command timeout, which would fail every quiet read. */
export function blockingReads(connectionName: string): RedisOptions {
  return { ...behaviour(connectionName), commandTimeout: undefined, socketTimeout: 3_000 };
}
