import { readFileSync } from 'node:fs';
import { repositoryFile } from '../../../cluster/repository.js';

const dockerfile = readFileSync(repositoryFile('Dockerfile'), 'utf8').replaceAll(/\\\n\s*/g, '');

/** The texts of its stages: the build, the dependencies, and what is shipped. */
export const stages: readonly string[] = dockerfile.split(/^(?=FROM )/m).slice(1);

/** Paths that a stage copies from the repository. */
export function copied(stage: string): string[] {
  const lines = [...stage.matchAll(/^COPY (?!--from)(.+)$/gm)].map(([, paths]) => paths!.split(' '));
  return lines.flatMap((paths) => paths.slice(0, -1));
}

/** Paths below its directory that a stage copies from an earlier one, to the same place. */
export function copiedFrom(stage: string, earlier: string): string[] {
  const lines = stage.matchAll(new RegExp(`^COPY --from=${earlier} /app/(\\S+) \\1$`, 'gm'));
  return [...lines].map(([, path]) => path!);
}
