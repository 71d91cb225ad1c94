import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { repositoryFile } from '../../cluster/repository.js';
import { CENTRIFUGO_SOURCE } from '../contenders/centrifugo.js';

/** The packages of contenders. */
const PACKAGES = ['@nestjs/core', 'express', 'better-sse', 'ioredis'];

/** Returns the versions of this service, of the programs around it and of the contenders; those that are not installed are left out. */
export function versions(nodeVersion: string): Record<string, string> {
  const found: Record<string, string | undefined> = {
    service: serviceVersion(),
    node: nodeVersion.replace(/^v/, ''),
    redis: matchOf(/v=(\S+)/, 'redis-server', '--version'),
    nginx: matchOf(/nginx\/(\S+)/, 'nginx', '-v'),
    nchan: matchOf(/^(?:\d+:)?([^+-]+)/, 'dpkg-query', '--show', '--showformat=${Version}', 'libnginx-mod-nchan'),
    go: matchOf(/go(\d\S+)/, 'go', 'version'),
    mercure: /dunglas\/mercure v(\S+)/.exec(textOf('bench/contenders/servers/mercure/go.mod'))?.[1],
    centrifugo: /@v(.+)/.exec(CENTRIFUGO_SOURCE)?.[1],
  };
  for (const name of PACKAGES) found[name] = versionIn(`node_modules/${name}/package.json`);
  return Object.fromEntries(Object.entries(found).filter((entry): entry is [string, string] => entry[1] !== undefined));
}

/** Returns `2.0.0 (1a2b3c4)`: the version and the commit, which a `+` follows if files that are built or measured differ from it. */
function serviceVersion(): string {
  const version = versionIn('package.json');
  const commit = matchOf(/(\w+)/, 'git', 'rev-parse', '--short', 'HEAD');
  const changed = matchOf(/(\S)/, 'git', 'status', '--porcelain', '--', 'src', 'package-lock.json', 'bench/**/*.ts');
  return commit ? `${version} (${commit}${changed ? '+' : ''})` : version;
}

function versionIn(path: string): string {
  return (JSON.parse(textOf(path)) as { version: string }).version;
}

function textOf(path: string): string {
  return readFileSync(repositoryFile(path), 'utf8');
}

/** Returns what the first group of `pattern` matches in what a program prints; undefined if it is missing. */
function matchOf(pattern: RegExp, program: string, ...args: string[]): string | undefined {
  const { stdout, stderr } = spawnSync(program, args, { cwd: repositoryFile('.'), encoding: 'utf8' });
  return pattern.exec(`${stdout ?? ''}${stderr ?? ''}`)?.[1];
}
