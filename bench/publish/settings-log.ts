import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = 'settings';

/**
 * Keeps what a contender was started with, for the published result. In a file, since some suites start contenders in a process
 * of their own. Never give it a credential.
 */
export function noteSettings({ runDir }: { runDir: string }, name: string, settings: unknown): void {
  mkdirSync(join(runDir, FOLDER), { recursive: true });
  writeFileSync(join(runDir, FOLDER, encodeURIComponent(name)), JSON.stringify(settings));
}

/** Returns the settings of all contenders that were started since the last call, by their names. */
export function takeSettings(runDir: string): Record<string, unknown> {
  const folder = join(runDir, FOLDER);
  if (!existsSync(folder)) return {};
  const read = (file: string): unknown => JSON.parse(readFileSync(join(folder, file), 'utf8'));
  const noted = Object.fromEntries(readdirSync(folder).map((file) => [decodeURIComponent(file), read(file)]));
  rmSync(folder, { recursive: true });
  return noted;
}
