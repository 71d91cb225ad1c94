import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryFile } from '../../cluster/repository.js';
import { progress } from '../report/progress.js';

const BIN = repositoryFile('.run/tools/bin');

export interface GoProgram {
  /** The name of its executable. */
  name: string;
  /** A module with its version, which `go install` takes, or the folder of a module in this repository. */
  source: string;
}

/** Returns why no program in Go can be built here; undefined if it can. */
export function goIsMissing(): string | undefined {
  return spawnSync('go', ['version'], { stdio: 'ignore' }).status === 0 ? undefined : 'Go is not installed';
}

/** Builds a program once, which takes up to some minutes, and returns the path of its executable. */
export function buildGoProgram({ name, source }: GoProgram): string {
  const program = join(BIN, name);
  if (existsSync(program)) return program;
  progress(`building ${source}`);
  const env = { ...process.env, GOBIN: BIN, GOFLAGS: '-buildvcs=false' };
  const isFolder = !source.includes('@');
  const args = isFolder ? ['build', '-o', program, '.'] : ['install', source];
  const options = { env, cwd: isFolder ? repositoryFile(source) : undefined, encoding: 'utf8' } as const;
  const { status, stderr } = spawnSync('go', args, options);
  if (status !== 0) throw new Error(`go ${args.join(' ')} failed: ${stderr}`);
  return program;
}
