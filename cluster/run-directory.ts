import { mkdirSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryFile } from './repository.js';

/** The directory of all run directories: `.run`, or the directory in RUN_ROOT, so that one run may be cleared without others. */
export const RUN_ROOT = repositoryFile(process.env.RUN_ROOT ?? '.run');

/**
 * Makes a new directory `.run/<name>-XXXXXX`, which git ignores, and returns its absolute path. Only its owner may enter it,
 * because it contains generated passwords and logs.
 */
export function createRunDirectory(name = 'run'): string {
  const parent = RUN_ROOT;
  mkdirSync(parent, { recursive: true, mode: 0o700 });
  return mkdtempSync(join(parent, `${name}-`));
}
