import { mkdirSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryFile } from './repository.js';

/**
 * Makes a fresh directory `.run/<name>-XXXXXX` (git-ignored) and answers its absolute path.
 * Only its owner may enter: it holds generated passwords and logs.
 */
export function createRunDirectory(name = 'run'): string {
  const parent = repositoryFile('.run');
  mkdirSync(parent, { recursive: true, mode: 0o700 });
  return mkdtempSync(join(parent, `${name}-`));
}
