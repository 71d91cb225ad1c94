// The units are the way to use a machine with more cores. Nobody may find out on that machine that they do not start.
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../../cluster/eventually.js';
import { freePort } from '../../cluster/free-port.js';
import { ManagedProcess } from '../../cluster/managed-process.js';
import { RedisServer } from '../../cluster/redis-server.js';
import { repository, repositoryFile } from '../../cluster/repository.js';
import { createRunDirectory } from '../../cluster/run-directory.js';
import { INSTANCE_FILES, NGINX_FILES_MAX, SHORT_REQUESTS_SHARE } from '../../src/cli/plan/given.js';
import { DEFAULTS } from '../../src/cli/plan/steps/all-steps.js';
import { variables } from '../docs/support/known-names.js';
import { page } from '../docs/support/markdown.js';
import { newCredential } from '../support/used-credentials.js';
import { run } from './support/run.js';
import { stoppedAfterEach } from './support/stopped-after-each.js';
import { parseEnvironment, Unit } from './support/unit.js';

const INSTANCE = 'operator-backend@.service';
const NGINX = 'operator-nginx.service';
const example = (name: string) => readFileSync(repositoryFile(`deploy/systemd/${name}.env.example`), 'utf8');

/** A folder in place of /etc/operator-backend, with the examples and `extra` for nginx. */
function configure(secrets: Record<string, string> = {}, extra: Record<string, string> = {}): string {
  const folder = createRunDirectory('systemd');
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text, { mode: 0o600 });
  const here = (text: string) => text.replaceAll('/etc/operator-backend', folder);
  write('instance.env', here(example('instance')));
  const changed = Object.entries({ NGINX_TLS_DIR: '', ...extra }).map(([name, value]) => `${name}="${value}"\n`);
  write('nginx.env', here(example('nginx')) + changed.join(''));
  for (const [name, text] of Object.entries(secrets)) write(name, text);
  return folder;
}

describe('the units of systemd', () => {
  const stopped = stoppedAfterEach();

  it('are sound, and leave their processes few rights', async () => {
    const folder = configure();
    chmodSync(folder, 0o755);
    const units = { 'operator-backend@8001.service': [INSTANCE, 15], 'operator-nginx.service': [NGINX, 30] } as const;
    for (const [name, [file, exposure]] of Object.entries(units)) {
      const path = join(folder, name);
      // Its own user exists only on the machine of an operator.
      writeFileSync(path, new Unit(file, folder, '8001').text.replace(/^User=.*$/m, 'User=daemon'));
      expect(await run('systemd-analyze', ['verify', '--man=no', path])).toEqual({ code: 0, output: '' });
      const judged = await run('systemd-analyze', ['security', '--offline=true', `--threshold=${exposure}`, path]);
      expect(judged).toMatchObject({ code: 0 });
    }
  });

  it('set nothing that nothing reads', () => {
    const known = variables();
    const names = [INSTANCE, NGINX].flatMap((file) => Object.keys(new Unit(file, configure()).environment));
    const examples = ['instance', 'nginx'].flatMap((name) => Object.keys(parseEnvironment(example(name))));
    expect([...names, ...examples].filter((name) => !known.has(name))).toEqual([]);
  });

  it('give an instance the time to drain, and both the files they need', () => {
    const [instance, nginx] = [new Unit(INSTANCE, configure()), new Unit(NGINX, configure())];
    const drain = Number(parseEnvironment(example('instance'))['VX11_DRAIN_SECONDS']);
    expect(drain).toBe(DEFAULTS.VX11_DRAIN_SECONDS);
    expect(instance.number('TimeoutStopSec')).toBeGreaterThanOrEqual(drain + 10);
    const files = DEFAULTS.VX11_STREAMS_MAX / (1 - SHORT_REQUESTS_SHARE) + INSTANCE_FILES;
    expect(instance.number('LimitNOFILE')).toBeGreaterThan(files);
    expect(instance.text).toContain(`needs ${Math.ceil(files).toLocaleString('en')}.`);
    expect(nginx.number('LimitNOFILE')).toBe(NGINX_FILES_MAX);
  });

  it('are started for more cores by the five lines of the page, and nginx takes what they write', async () => {
    const folder = configure({}, { NGINX_RUN_DIR: createRunDirectory('cores'), NGINX_LISTEN: '127.0.0.1:8080' });
    const [, lines = ''] = /```sh\n(ports=[^]*?)```/.exec(page('docs/scaling.md'))!;
    const asked = join(folder, 'asked');
    const script = `systemctl() { echo "$*" >>"${asked}"; }\n${lines.replaceAll('/etc/operator-backend', folder)}`;
    expect(await run('bash', ['-euc', script])).toEqual({ code: 0, output: '' });
    expect(readFileSync(asked, 'utf8').split('\n')).toEqual([
      'daemon-reload',
      'enable --now operator-backend@8001 operator-backend@8002 operator-backend@8003 operator-nginx',
      'reload operator-nginx',
      '',
    ]);
    const { environment } = new Unit(NGINX, folder);
    expect(environment['NGINX_UPSTREAMS']!.trim()).toBe('127.0.0.1:8001 127.0.0.1:8002 127.0.0.1:8003');
    const rendered = await run('sh', [repositoryFile('nginx/start.sh'), '-t'], environment);
    expect(rendered).toMatchObject({ code: 0 });
  });

  it('start instances and nginx before them, and end them in time', async () => {
    const redis = stopped(await RedisServer.start());
    const [first, second, front] = [await freePort(), await freePort(), await freePort()];
    const secrets = { 'operator-token': newCredential(), 'redis-url': redis.url };
    const runDir = createRunDirectory('units');
    const folder = configure(secrets, {
      NGINX_UPSTREAMS: `127.0.0.1:${first} 127.0.0.1:${second}`,
      NGINX_LISTEN: `127.0.0.1:${front}`,
      NGINX_HEALTH_LISTEN: `127.0.0.1:${await freePort()}`,
      NGINX_RUN_DIR: runDir,
      NGINX_USER: process.getuid?.() === 0 ? 'root' : '', // the run directory is for its owner alone
    });
    const start = async (unit: Unit, name: string) => {
      const [command, ...args] = unit.command;
      const { environment: env } = unit;
      return stopped(await ManagedProcess.start({ name, command, args, env, cwd: repository, runDir }));
    };
    const instances = [first, second].map((port) => new Unit(INSTANCE, folder, String(port)));
    const [one] = await Promise.all(instances.map((unit, index) => start(unit, `instance-${index}`)));
    const nginx = await start(new Unit(NGINX, folder), 'nginx');
    const answers = async (port: number) =>
      (await fetch(`http://127.0.0.1:${port}/health`).catch(() => undefined))?.status === 200 || undefined;
    for (const port of [first, second, front]) await eventually(() => answers(port), { what: `port ${port}` });
    expect(one!.output()).toContain(`"instance":"host-${first}"`);
    expect(await one!.stop('SIGTERM', instances[0]!.number('TimeoutStopSec') * 1_000)).toMatchObject({ code: 0 });
    expect(await answers(front)).toBe(true);
    expect(await nginx.stop('SIGTERM', 10_000)).toMatchObject({ code: 0 });
  });
});
