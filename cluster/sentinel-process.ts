import { execFile } from 'node:child_process';
import { chmodSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ManagedProcess } from './managed-process.js';

const run = promisify(execFile);

/** How a sentinel is started. */
export interface SentinelOptions {
  name: string;
  dir: string;
  port: number;
  /** The name under which clients ask for the primary. */
  masterName: string;
  primaryPort: number;
  /** The password of the Redis user `sentinel`, and of the sentinels themselves. */
  password: string;
  /** How long the primary may not answer before it is held for down, ms; 1,000 if absent. */
  downAfterMs?: number | undefined;
}

/** One of three sentinels. It tries a failover again after ten seconds. */
export class SentinelProcess {
  private constructor(
    readonly port: number,
    private readonly password: string,
    readonly process: ManagedProcess,
  ) {}

  static async start(options: SentinelOptions): Promise<SentinelProcess> {
    const { name, dir, port } = options;
    const file = join(dir, `${name}.conf`);
    if (!existsSync(file)) writeFileSync(file, configuration(options)); // later Sentinel itself writes the file
    chmodSync(file, 0o600);
    const child = await ManagedProcess.start({
      name,
      runDir: dir,
      command: 'redis-server',
      args: [file, '--sentinel'],
    });
    const sentinel = new SentinelProcess(port, options.password, child);
    await child.ready(() => sentinel.replies(), `${name} to reply to PING`);
    return sentinel;
  }

  /** Runs redis-cli for this sentinel and returns its output. */
  async cli(...args: string[]): Promise<string> {
    const env = { PATH: process.env.PATH, REDISCLI_AUTH: this.password };
    const { stdout } = await run('redis-cli', ['-e', '-p', String(this.port), ...args], { env, timeout: 30_000 });
    return stdout.trim();
  }

  private replies(): Promise<true | undefined> {
    return this.cli('PING').then(
      (reply) => (reply === 'PONG' ? true : undefined),
      () => undefined,
    );
  }
}

function configuration({ dir, port, masterName, primaryPort, password, downAfterMs = 1_000 }: SentinelOptions): string {
  return `bind 127.0.0.1
port ${port}
dir "${dir}"
requirepass ${password}
sentinel sentinel-pass ${password}
sentinel monitor ${masterName} 127.0.0.1 ${primaryPort} 2
sentinel auth-user ${masterName} sentinel
sentinel auth-pass ${masterName} ${password}
sentinel down-after-milliseconds ${masterName} ${downAfterMs}
sentinel failover-timeout ${masterName} 10000
sentinel parallel-syncs ${masterName} 1
`;
}
