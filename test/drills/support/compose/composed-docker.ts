import { readFileSync } from 'node:fs';
import { configuration, type Environment, type Service } from './configuration.js';
import { type Docker } from './docker-program.js';
import { inside } from './inside.js';
import { type Parts } from './parts.js';

const IMAGE = 'vx11/operator-backend:';

/** Does in a project's directory what docker is asked for, with the variables of the shell that asks. */
export function composedDocker(
  directory: string,
  parts: Parts,
  builds: ReadonlyMap<string, string>,
  env: Environment,
): Docker {
  const services = (profile?: string) =>
    configuration(directory, { ...env, ...(profile !== undefined && { COMPOSE_PROFILES: profile }) });
  const each = async (names: string[], act: (name: string, service: Service) => Promise<unknown>, profile?: string) => {
    const all = await services(profile);
    for (const name of names.length > 0 ? names : inOrder(Object.keys(all))) await act(name, known(all, name));
  };
  return {
    services: async () => Object.keys(await services()),
    running: async () => Object.keys(await services()).filter((name) => parts.isUp(name)),
    up: (names, { anew, profile }) => each(names, (name, service) => parts.up(name, service, anew), profile),
    start: (names) => each(names, (name) => parts.start(name)),
    stop: (names) => each(names, (name) => parts.stop(name)),
    kill: async (name, signal) => {
      await each([name], () => Promise.resolve(process.kill(parts.processOf(name)!.pid, signal)));
    },
    exec: async (name, command, given) => {
      if (!parts.isUp(name)) throw new Error(`service "${name}" is not running`);
      const { environment } = known(await services(), name);
      return { run: inside(parts, name, environment, command, given) };
    },
    run: async (name, command) => {
      const { environment } = known(await services(), name);
      return { run: inside(parts, name, environment, command, []) };
    },
    logs: (name) =>
      Promise.resolve(
        parts
          .logsOf(name)
          .map((file) => readFileSync(file, 'utf8'))
          .join(''),
      ),
    hasImage: (image) => image.startsWith(IMAGE) && builds.has(image.slice(IMAGE.length)),
  };
}

/** Where here is what pages name. */
export function placesOf(parts: Parts): Record<string, string> {
  const nginx = `127.0.0.1:${parts.port}`;
  const addresses = [...parts.instances.values()].map(({ name, port }): [string, string] => [
    `${name}:8000`,
    `127.0.0.1:${port}`,
  ]);
  return {
    '127.0.0.1:8080': nginx,
    '127.0.0.1:443': nginx,
    'nginx:8080': nginx,
    '@redis:6379': `@127.0.0.1:${parts.redis?.port}`,
    '/etc/ssl/vx11': parts.directoryOf('nginx'),
    ...Object.fromEntries(addresses),
  };
}

function known(services: Readonly<Record<string, Service>>, name: string): Service {
  const service = services[name];
  if (!service) throw new Error(`no such service: ${name}`);
  return service;
}

/** What others need comes first. */
function inOrder(names: readonly string[]): string[] {
  const ORDER = ['redis', 'operator', 'nginx', 'prometheus', 'blackbox-exporter', 'node-exporter'];
  const place = (name: string) => ORDER.findIndex((one) => name.startsWith(one));
  return names.filter((name) => place(name) >= 0).sort((a, b) => place(a) - place(b) || a.localeCompare(b));
}
