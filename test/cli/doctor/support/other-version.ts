import { cpSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { repository, repositoryFile } from '../../../../cluster/repository.js';
import { createRunDirectory } from '../../../../cluster/run-directory.js';

/** A copy of the build that calls itself `version`. Returns its script, relative to the repository. */
export function otherVersion(version: string): string {
  const dir = createRunDirectory('other-version');
  cpSync(repositoryFile('dist'), `${dir}/dist`, { recursive: true });
  writeFileSync(`${dir}/package.json`, JSON.stringify({ type: 'module', version }));
  return relative(repository, `${dir}/dist/main.js`);
}
