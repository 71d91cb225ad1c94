import { mkdirSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryFile } from './repository.js';

/** Where runs keep their files: `.run`, or what RUN_ROOT says, so that one may be cleared without the others. */
export const RUN_ROOT = repositoryFile(process.env.RUN_ROOT ?? '.run');

/**
 * Makes a fresh directory `.run/<name>-XXXXXX` (git-ignored) and returns its absolute path.
 * Only its owner may enter: it holds generated passwords and logs.
 */
export function createRunDirectory(name = 'run'): string {
  const parent = RUN_ROOT;
  mkdirSync(parent, { recursive: true, mode: 0o700 });
  return mkdtempSync(join(parent, `${name}-`));
}
