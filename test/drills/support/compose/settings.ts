import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ComposeProject } from './project.js';

export type Settings = Readonly<Record<string, string | number>>;

/** Writes settings of the instances under `x-settings` of docker-compose.yml, in place of those that are there. */
export function writeSettings({ directory }: Pick<ComposeProject, 'directory'>, settings: Settings): void {
  const file = join(directory, 'docker-compose.yml');
  const names = Object.keys(settings).join('|');
  const others = readFileSync(file, 'utf8').replaceAll(new RegExp(`^  (?:${names}): .*\n`, 'gm'), '');
  const lines = Object.entries(settings).map(([name, value]) => `  ${name}: '${value}'\n`);
  writeFileSync(
    file,
    others.replace(/^x-settings: .*\n/m, (line) => line + lines.join('')),
  );
}

/** Writes docker-compose.override.yml: variables that single services have besides their own, or instead of them. */
export function writeOverride(
  { directory }: Pick<ComposeProject, 'directory'>,
  services: Readonly<Record<string, Settings>>,
): void {
  const environments = Object.entries(services).map(([name, environment]) => [name, { environment }]);
  // JSON is YAML as well.
  const text = JSON.stringify({ services: Object.fromEntries(environments) as object });
  writeFileSync(join(directory, 'docker-compose.override.yml'), text, { mode: 0o600 });
}
