import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { repositoryFile } from '../../../cluster/repository.js';
import { createRunDirectory } from '../../../cluster/run-directory.js';
import { run, type RunResult } from './run.js';

export interface ComposeService {
  image?: string;
  build?: { context: string; args?: Record<string, string> };
  command?: string[];
  mem_limit?: string;
  profiles?: string[];
  healthcheck?: { test: string[] };
  user?: string;
  read_only?: boolean;
  entrypoint?: string[];
  environment?: Record<string, string>;
  volumes?: string[];
  ports?: (string | { published: number; target: number })[];
  networks?: Record<string, { ipv4_address?: string } | null>;
  stop_grace_period?: string;
  depends_on?: Record<string, { condition: string }>;
}

export interface ComposeFile {
  services: Record<string, ComposeService>;
  volumes: Record<string, unknown>;
  networks: Record<string, { ipam: { config: { subnet: string }[] } }>;
}

/** The text as it is in the repository. */
export const composeText = readFileSync(repositoryFile('docker-compose.yml'), 'utf8');

/** `NAME=` of each variable in tokens.env.example. */
export const exampleVariables = [
  ...readFileSync(repositoryFile('tokens.env.example'), 'utf8').matchAll(/^([A-Z0-9_]+)=$/gm),
].map(([, name]) => name!);

/** Runs `docker-compose config` with these variables and no others. */
export function composeConfig(variables: Record<string, string>, ...files: string[]): Promise<RunResult> {
  const file = join(createRunDirectory('compose'), 'env');
  writeFileSync(
    file,
    Object.entries(variables)
      .map(([name, value]) => `${name}=${value}\n`)
      .join(''),
    { mode: 0o600 },
  );
  const composed = ['docker-compose.yml', ...files].flatMap((name) => ['-f', name]);
  return run('docker-compose', [...composed, '--profile', 'observability', '--env-file', file, 'config']);
}

/** The file as docker-compose understands it, with a made-up value for every credential. */
export async function compose(extra: Record<string, string> = {}, ...files: string[]): Promise<ComposeFile> {
  const credentials = Object.fromEntries(exampleVariables.map((name) => [name, `the-${name.toLowerCase()}`]));
  const { code, output } = await composeConfig({ ...credentials, ...extra }, ...files);
  if (code !== 0) throw new Error(output);
  return load(output) as ComposeFile;
}
