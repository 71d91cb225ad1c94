import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ComposeProject } from './project.js';

/** Writes settings of the instances under `x-settings` of docker-compose.yml, in place of those that are there. */
export function writeSettings(
  { directory }: Pick<ComposeProject, 'directory'>,
  settings: Readonly<Record<string, string | number>>,
): void {
  const file = join(directory, 'docker-compose.yml');
  const names = Object.keys(settings).join('|');
  const others = readFileSync(file, 'utf8').replaceAll(new RegExp(`^  (?:${names}): .*\n`, 'gm'), '');
  const lines = Object.entries(settings).map(([name, value]) => `  ${name}: '${value}'\n`);
  writeFileSync(
    file,
    others.replace(/^x-settings: .*\n/m, (line) => line + lines.join('')),
  );
}
