import { execFile } from 'node:child_process';
import { existsSync, symlinkSync } from 'node:fs';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { repository, repositoryFile } from '../../../cluster/repository.js';
import { RUN_ROOT } from '../../../cluster/run-directory.js';

const run = promisify(execFile);

/** The last commit of version 1.0.0 whose log has format 1. */
const COMMIT = '0822c61ec6f487430e80f7f5a7f13a2994b3a366';

/** Builds version 1.0.0 beside this one, with the packages of this one; answers its script, relative to the repository. */
export async function buildVersionBefore(): Promise<string> {
  const checkout = join(RUN_ROOT, 'version-1.0.0');
  if (!existsSync(checkout)) {
    await run('git', ['worktree', 'prune'], { cwd: repository });
    await run('git', ['worktree', 'add', '--detach', checkout, COMMIT], { cwd: repository });
    symlinkSync(repositoryFile('node_modules'), join(checkout, 'node_modules'));
  }
  await run(process.execPath, ['node_modules/@nestjs/cli/bin/nest.js', 'build'], { cwd: checkout });
  return relative(repository, join(checkout, 'dist/main.js'));
}
