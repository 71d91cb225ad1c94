import { randomBytes } from 'node:crypto';

export interface RedisServerOptions {
  /** `production`: redis/redis.conf, redis/users.acl and a password. `bare`: no file, no password, nothing on disk. */
  config?: 'production' | 'bare';
  /** A free one unless given. */
  port?: number;
  /** Further redis-server arguments; they win over the configuration, as in `['--maxmemory', '8mb']`. */
  extraArgs?: readonly string[];
  /** For its data, its configuration and its log; a fresh run directory unless given. */
  dir?: string;
  /** Names the log file; `redis` unless given. */
  name?: string;
  /** TLS only, with a certificate made for it (`production` only). */
  tls?: boolean;
  /** Generated unless given. Servers that are to replicate each other need the same. */
  passwords?: RedisPasswords;
}

export interface RedisPasswords {
  service: string;
  admin: string;
  replica: string;
  sentinel: string;
}

export function makeUpPasswords(): RedisPasswords {
  const password = () => randomBytes(24).toString('base64url');
  return { service: password(), admin: password(), replica: password(), sentinel: password() };
}
