import { searchPath } from '../../../../cluster/installed.js';
import { repository } from '../../../../cluster/repository.js';
import { type DockerReply } from './command-server.js';
import { placesOf } from './composed-docker.js';
import { type Environment } from './configuration.js';
import { type Parts } from './parts.js';

/** What to run for a command in a container: with that service's settings, its address and its files as they are here. */
export function inside(
  parts: Parts,
  name: string,
  environment: Environment,
  command: readonly string[],
  assignments: readonly string[],
): NonNullable<DockerReply['run']> {
  const places = { ...placesOf(parts), '/etc/vx11/': repository, ...ownPlaces(parts, name) };
  const here = (text: string) => Object.entries(places).reduce((so, [there, now]) => so.replaceAll(there, now), text);
  const [program = '', ...args] = command.map(here);
  const given = Object.fromEntries(assignments.map((one) => one.split(/=(.*)/s).slice(0, 2) as [string, string]));
  const url = parts.instances.get(name)?.baseUrl;
  const env = {
    ...Object.fromEntries(Object.entries(environment).map(([variable, value]) => [variable, here(value)])),
    ...(url && { VX11_URL: url, NODE_ENV: 'production' }),
    ...given,
    PATH: `${parts.runDir}/${name}:${searchPath}`,
  };
  return { command: program, args, env, cwd: repository };
}

function ownPlaces(parts: Parts, name: string): Record<string, string> {
  const { redis, prometheus, instances } = parts;
  const instance = instances.get(name);
  if (instance) return { '127.0.0.1:8000': `127.0.0.1:${instance.port}` };
  if (name === 'nginx') return { '/tmp/nginx': parts.directoryOf('nginx') };
  if (name === 'prometheus' && prometheus) return { '127.0.0.1:9090': `127.0.0.1:${prometheus.port}` };
  return name === 'redis' && redis ? { '/data': redis.dir } : {};
}
