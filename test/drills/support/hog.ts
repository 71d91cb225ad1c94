import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { searchPath } from '../../../cluster/installed.js';
import { type RedisServer } from '../../../cluster/redis-server.js';

/** Less than after what an instance takes Redis for away. */
const BUSY_MS = 500;
const IDLE_MS = 500;
const SCRIPT = 'local sum = 0; for i = 1, tonumber(ARGV[1]) do sum = sum + i end';
const TRIED = 10_000_000;

/** Another program at Redis: each of its commands keeps everybody waiting. */
export class Hog {
  private constructor(private readonly child: ChildProcess) {}

  static async start(redis: RedisServer): Promise<Hog> {
    const began = performance.now();
    await redis.cli('EVAL', SCRIPT, '0', String(TRIED));
    const turns = Math.round((TRIED * BUSY_MS) / (performance.now() - began));
    const who = ['-p', String(redis.port), '--user', 'admin'];
    const args = [...who, '-r', '-1', '-i', String(IDLE_MS / 1_000), 'EVAL', SCRIPT, '0', String(turns)];
    const env = { PATH: searchPath, REDISCLI_AUTH: redis.passwords.admin };
    return new Hog(spawn('redis-cli', args, { env, stdio: 'ignore' }));
  }

  async stop(): Promise<void> {
    const ended = once(this.child, 'exit');
    this.child.kill();
    await ended;
  }
}
