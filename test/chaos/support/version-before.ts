import { execFile } from 'node:child_process';
import { relative } from 'node:path';
import { promisify } from 'node:util';
import { repository } from '../../../cluster/repository.js';
import { createRunDirectory } from '../../../cluster/run-directory.js';

const run = promisify(execFile);

/** The last commit of each version. 1.0.0 writes the log in format 1 and knows no other. */
const COMMITS = {
  '1.0.0': '0822c61ec6f487430e80f7f5a7f13a2994b3a366',
  '2.0.0': '4ea04f4595287a47fd38b9d6d26206f62be9c0b5',
};

/**
 * Checks a version out into a run directory and builds it with the tools that are installed here. Returns its script, relative to
 * the repository. Throws where the history does not reach back to it, as in a shallow clone.
 */
export async function buildVersion(version: keyof typeof COMMITS): Promise<string> {
  const directory = createRunDirectory('version-before');
  const archive = `git archive ${COMMITS[version]} src package.json | tar -x -C '${directory}'`;
  await run('bash', ['-o', 'pipefail', '-c', archive], { cwd: repository });
  const swc = `${repository}node_modules/.bin/swc`;
  const flags = ['--strip-leading-paths', '--copy-files', '--quiet', '--config-file', `${repository}.swcrc`];
  await run(swc, ['src', '--out-dir', 'dist', ...flags], { cwd: directory });
  return `${relative(repository, directory)}/dist/main.js`;
}
