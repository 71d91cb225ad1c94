import { type ProcessOptions } from './managed-process.js';
import { type RedisPasswords } from './redis-settings.js';
import { repositoryFile } from './repository.js';

type Command = Pick<ProcessOptions, 'command' | 'args' | 'env'>;

/** A Redis server with the configuration of the repository. */
interface Production {
  dir: string;
  port: number;
  passwords: RedisPasswords;
  /** The certificate to trust; undefined without TLS. */
  caFile: string | undefined;
}

/** Returns the command that starts a Redis server with the configuration and the users in redis/. */
export function productionCommand(server: Production, extraArgs: readonly string[]): Command {
  const { dir, port, passwords, caFile } = server;
  return {
    command: 'sh',
    args: [repositoryFile('redis/start.sh'), '--bind', '127.0.0.1', ...extraArgs],
    env: {
      REDIS_RUN_DIR: dir,
      REDIS_PORT: String(port),
      REDIS_PASSWORD: passwords.service,
      REDIS_ADMIN_PASSWORD: passwords.admin,
      REDIS_REPLICA_PASSWORD: passwords.replica,
      REDIS_SENTINEL_PASSWORD: passwords.sentinel,
      REDIS_MONITOR_PASSWORD: passwords.monitor,
      ...(caFile && { REDIS_TLS_DIR: dir }),
    },
  };
}

/** Returns the command that starts a Redis server without a configuration file, without users and without persistence. */
export function bareCommand(port: number, extraArgs: readonly string[]): Command {
  const quiet = ['--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  return { command: 'redis-server', args: ['--port', String(port), ...quiet, ...extraArgs] };
}
