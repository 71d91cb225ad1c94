import { spawnSync } from 'node:child_process';
import { progress } from '../report/progress.js';

/** Installs a Debian package without recommended packages, and starts no service. Throws with the command to run if it may not. */
export function installPackage(name: string): void {
  progress(`installing ${name}`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  const apt = (...args: string[]) => spawnSync('apt-get', ['-qq', ...args], { env, stdio: 'ignore' }).status === 0;
  if (apt('update') && apt('install', '-y', '--no-install-recommends', name)) return;
  throw new Error(`${name} is missing: sudo apt-get install --no-install-recommends ${name}`);
}
