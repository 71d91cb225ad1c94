import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { searchPath } from '../../../cluster/installed.js';
import { type RedisServer } from '../../../cluster/redis-server.js';

const BUSY_SECONDS = 0.7;
const SCRIPT = `local over = os.clock() + ${BUSY_SECONDS}; while os.clock() < over do end`;

/** Another program at Redis: each of its commands takes as long as it lets Redis serve others after it. */
export class Hog {
  private constructor(private readonly child: ChildProcess) {}

  static start({ port, passwords }: RedisServer): Hog {
    const repeat = ['-r', '-1', '-i', String(BUSY_SECONDS)];
    const args = ['-p', String(port), '--user', 'admin', ...repeat, 'EVAL', SCRIPT, '0'];
    const env = { PATH: searchPath, REDISCLI_AUTH: passwords.admin };
    return new Hog(spawn('redis-cli', args, { env, stdio: 'ignore' }));
  }

  async stop(): Promise<void> {
    const ended = once(this.child, 'exit');
    this.child.kill();
    await ended;
  }
}
