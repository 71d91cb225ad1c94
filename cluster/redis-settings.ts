import { randomBytes } from 'node:crypto';

/** How a Redis server is started. */
export interface RedisServerOptions {
  /** `production` (if absent): with redis/redis.conf, redis/users.acl and passwords. `bare`: without files, passwords and persistence. */
  config?: 'production' | 'bare';
  /** The port to listen on; a free one if absent. */
  port?: number;
  /** Further arguments of redis-server, such as `['--maxmemory', '8mb']`. They override the configuration. */
  extraArgs?: readonly string[];
  /** The directory for its data, configuration and log; a new run directory if absent. */
  dir?: string;
  /** The name of the log file; `redis` if absent. */
  name?: string;
  /** Whether to serve TLS only, with a generated certificate. Only with `production`. */
  tls?: boolean;
  /** The passwords of its users; generated if absent. Servers that replicate each other need the same. */
  passwords?: RedisPasswords;
}

/** The passwords of the users in redis/users.acl. */
export interface RedisPasswords {
  service: string;
  admin: string;
  replica: string;
  sentinel: string;
  monitor: string;
}

/** Returns random passwords. */
export function generatePasswords(): RedisPasswords {
  const password = () => randomBytes(24).toString('base64url');
  return { service: password(), admin: password(), replica: password(), sentinel: password(), monitor: password() };
}
