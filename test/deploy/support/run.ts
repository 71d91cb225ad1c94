import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { searchPath } from '../../../cluster/installed.js';
import { repository } from '../../../cluster/repository.js';

export interface RunResult {
  /** Exit code; 0 is success. */
  code: number | null;
  /** Standard output and standard error. */
  output: string;
}

/** Runs a command in the repository with nothing but `env` (and PATH) and returns how it went. Throws if it is missing. */
export async function run(
  command: string,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<RunResult> {
  // Without standard input: bash takes a socket there for a remote login, and reads the user's settings.
  const child = spawn(command, args, {
    cwd: repository,
    env: { PATH: searchPath, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes: Buffer) => (output += bytes.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, output };
}
