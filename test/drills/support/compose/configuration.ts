import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { load } from 'js-yaml';
import { searchPath } from '../../../../cluster/installed.js';

const run = promisify(execFile);

export type Environment = Readonly<Record<string, string>>;

/** Of a service, what the drills look at. */
export interface Service {
  readonly image: string;
  readonly environment: Environment;
}

/** What docker-compose makes of the files in `directory` (with an override, if there is one), its .env and these variables. */
export async function configuration(directory: string, env: Environment): Promise<Readonly<Record<string, Service>>> {
  const files = ['docker-compose.yml', 'docker-compose.override.yml'].filter((name) =>
    existsSync(join(directory, name)),
  );
  const args = [...files.flatMap((name) => ['-f', name]), 'config'];
  const options = { cwd: directory, env: { PATH: searchPath, HOME: directory, ...env } };
  const { stdout } = await run('docker-compose', args, options);
  const { services } = load(stdout) as { services: Record<string, Partial<Service>> };
  return Object.fromEntries(
    Object.entries(services).map(([name, { image = '', environment = {} }]) => [name, { image, environment }]),
  );
}
