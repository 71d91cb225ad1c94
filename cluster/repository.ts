import { fileURLToPath } from 'node:url';

/** Absolute path of the repository, with a trailing slash. */
export const repository = fileURLToPath(new URL('..', import.meta.url));

/** Absolute path of a file of the repository, given as a path relative to its root. */
export function repositoryFile(path: string): string {
  return repository + path;
}
