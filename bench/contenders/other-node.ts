import { spawnSync } from 'node:child_process';
import { repositoryFile } from '../../cluster/repository.js';
import { progress } from '../report/progress.js';

/** A node with which the node servers are run; the generator stays with its own, so that only what is measured differs. */
export interface OtherNode {
  path: string;
  /** As `v24.21.0`. */
  version: string;
}

/** Returns the node at a path, or of a major version, which is fetched once by `bench/install-node.sh`. Throws if it does not run. */
export function otherNode(pathOrMajor: string): OtherNode {
  const path = /^\d+$/.test(pathOrMajor) ? installed(pathOrMajor) : pathOrMajor;
  const { status, stdout } = spawnSync(path, ['--version'], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${path} is no node that runs here.`);
  return { path, version: stdout.trim() };
}

function installed(major: string): string {
  progress(`looking for node ${major}`);
  const { status, stdout, stderr } = spawnSync('bash', [repositoryFile('bench/install-node.sh'), major], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr.trim());
  return stdout.trim();
}
