// No docker runs where the tests run. So docker-compose itself checks that docker-compose.yml is valid, and the tests
// compare every file, variable, address and port that it names with what it names.
import 'reflect-metadata';
import { existsSync, readFileSync } from 'node:fs';
import { repository, repositoryFile } from '../../cluster/repository.js';
import { Environment } from '../../src/config/environment.js';
import { describeSettings } from '../../src/config/setting.decorators.js';
import { run } from './support/run.js';
import { compose, composeConfig, type ComposeFile, composeText, exampleVariables } from './support/compose.js';

const read = (path: string) => readFileSync(repositoryFile(path), 'utf8');
const secondsIn = (path: string, name: string) => Number(new RegExp(`${name} (\\d+)s;`).exec(read(path))![1]);
const instances = ['operator-1', 'operator-2', 'operator-3'];

describe('docker-compose.yml', () => {
  let file: ComposeFile;
  const environment = (service: string) => file.services[service]!.environment ?? {};
  const address = (service: string) => file.services[service]!.networks?.['platform']?.ipv4_address;

  beforeAll(async () => {
    file = await compose();
  });

  it.each(['VX11_OPERATOR_TOKEN', 'REDIS_PASSWORD', 'REDIS_ADMIN_PASSWORD'])(
    'is refused without %s, and says where it goes',
    async (missing) => {
      const given = exampleVariables.filter((name) => name !== missing).map((name) => [name, 'x']);
      const { code, output } = await composeConfig(Object.fromEntries(given) as Record<string, string>);
      expect(code).not.toBe(0);
      expect(output).toMatch(/tokens\.env\.example/);
    },
  );

  it('is refused with the example as it comes', async () => {
    const { code } = await composeConfig(Object.fromEntries(exampleVariables.map((name) => [name, ''])));
    expect(code).not.toBe(0);
  });

  it('explains every variable it takes, and takes every variable of the example', () => {
    const taken = new Set([...composeText.matchAll(/\$\{([A-Z0-9_]+)/g)].map(([, name]) => name!));
    const explained = [...composeText.matchAll(/^# {3}([A-Z0-9_]+) /gm)].map(([, name]) => name!);
    expect([...taken].sort()).toEqual([...exampleVariables, ...explained].sort());
  });

  it('has Redis, three instances, nginx and Prometheus, and what looks at them only when asked to', () => {
    const [observing, always] = [true, false].map((profile) =>
      Object.keys(file.services).filter((name) => (file.services[name]!.profiles !== undefined) === profile),
    );
    expect(always!.sort()).toEqual(['nginx', ...instances, 'prometheus', 'redis']);
    const exporters = ['blackbox', 'nginx', 'node', 'redis'].map((what) => `${what}-exporter`);
    expect(observing!.sort()).toEqual(['alertmanager', ...exporters, 'grafana'].sort());
  });

  it('runs Prometheus with names and ports at which the others are found', () => {
    const found = [...read('prometheus/prometheus.yml').matchAll(/names: \[([a-z-]+)\], type: A, port: (\d+)/g)];
    expect(found.map(([, name]) => name).sort()).toEqual(
      Object.keys(file.services)
        .filter((name) => name !== 'grafana' && file.services[name]!.profiles)
        .sort(),
    );
    for (const [, name, port] of found) {
      const { healthcheck, command = [] } = file.services[name!]!;
      const asked = healthcheck?.test.at(-1) ?? '';
      // The exporter of nginx has no shell to be asked with; its port is that of its image.
      expect(asked.includes(`:${port}/`) || command.some((flag) => flag.startsWith('--nginx.scrape-uri'))).toBe(true);
    }
    expect(read('prometheus/prometheus.yml')).toContain(
      `target: ['http://nginx:${environment('nginx')['NGINX_LISTEN']}/health']`,
    );
    expect(file.services['nginx-exporter']!.command![0]).toBe(
      `--nginx.scrape-uri=http://nginx:${environment('nginx')['NGINX_HEALTH_LISTEN']!.split(':')[1]}/status`,
    );
  });

  it('mounts files that exist, read-only, and volumes that are declared', () => {
    for (const volume of Object.values(file.services).flatMap(({ volumes = [] }) => volumes)) {
      const [source, , mode] = volume.split(':') as [string, string, string];
      if (source === '/')
        expect([volume]).toEqual(file.services['node-exporter']!.volumes); // the disks of the host
      else if (source.startsWith('/'))
        expect([existsSync(source), source.startsWith(repository), mode]).toEqual([true, true, 'ro']);
      else expect(Object.keys(file.volumes)).toContain(source);
    }
  });

  it('starts scripts that are among the mounted files', () => {
    for (const service of ['redis', 'nginx']) {
      const [shell, script] = file.services[service]!.entrypoint!;
      expect(shell).toBe('sh');
      expect(existsSync(script!.replace('/etc/vx11/', repository))).toBe(true);
    }
  });

  it('gives the instances settings that exist, and the scripts variables they read', () => {
    const settings = describeSettings().map(({ variable }) => variable);
    for (const instance of instances) {
      for (const name of Object.keys(environment(instance))) expect(settings).toContain(name);
    }
    for (const name of Object.keys(environment('redis'))) expect(read('redis/start.sh')).toContain(name);
    for (const name of Object.keys(environment('nginx'))) expect(read('nginx/render.sh')).toContain(name);
  });

  it('gives nobody a credential that it does not need', () => {
    const seenBy = (secret: string) =>
      Object.keys(file.services).filter((name) =>
        Object.values(environment(name)).some((value) => value.includes(secret)),
      );
    expect(seenBy('the-redis_admin_password')).toEqual(['redis']);
    expect(seenBy('the-redis_monitor_password').sort()).toEqual(['redis', 'redis-exporter']);
    expect(seenBy('the-redis_password').sort()).toEqual([...instances, 'redis']);
    expect(seenBy('the-vx11_operator_token').sort()).toEqual(instances);
  });

  it('sends nginx to the instances, the instances to Redis, and Prometheus to both the right names and ports', () => {
    const port = /PORT=(\d+)/.exec(read('Dockerfile'))![1]!;
    expect(environment('nginx')['NGINX_UPSTREAMS']).toBe(instances.map((name) => `${address(name)}:${port}`).join(' '));
    expect(JSON.parse(read('prometheus/targets/instances.json'))).toEqual([
      { targets: instances.map((name) => `${name}:${port}`) },
    ]);
    const redis = new URL(environment('operator-1')['REDIS_URL']!);
    expect([redis.hostname in file.services, read('redis/start.sh').includes(`:-${redis.port}}`)]).toEqual([
      true,
      true,
    ]);
    expect(environment('operator-1')['VX11_TRUSTED_PROXIES']).toBe(address('nginx'));
    expect(file.services['nginx']!.ports).toEqual([`127.0.0.1:8080:${environment('nginx')['NGINX_LISTEN']}/tcp`]);
  });

  it('moves every address when the network is moved', async () => {
    const moved = JSON.stringify(await compose({ VX11_NETWORK: '10.77.1' }));
    expect(moved).not.toContain('172.29.11');
    expect(moved).toContain('10.77.1.0/24');
  });

  it('can be reached from this machine alone until told otherwise', async () => {
    for (const { ports = [] } of Object.values(file.services)) {
      for (const published of ports) expect(published).toMatch(/^127\.0\.0\.1:/);
    }
    expect((await compose({ VX11_LISTEN: '8443' })).services['nginx']!.ports).toEqual([
      { published: 8443, target: 8080 },
    ]);
  });

  it('gives an instance longer to stop than it takes to drain', () => {
    for (const instance of instances) {
      const seconds = Number.parseInt(file.services[instance]!.stop_grace_period!, 10);
      expect(seconds).toBeGreaterThanOrEqual(Number(environment(instance)['VX11_DRAIN_SECONDS']) + 10);
    }
  });

  it('lets nginx wait longer than a stream may be silent, but not long for a frozen instance', () => {
    const seconds = secondsIn('nginx/stream.conf', 'proxy_read_timeout');
    expect(seconds).toBeGreaterThan(2 * new Environment().VX11_OPERATOR_SSE_HEARTBEAT);
    expect(seconds).toBeLessThanOrEqual(25);
  });

  it('lets nginx drop idle connections before an instance does', () => {
    expect(secondsIn('nginx/render.sh', 'keepalive_timeout')).toBeLessThan(75);
    expect(secondsIn('nginx/nginx.conf.template', 'keepalive 64;\\s+keepalive_timeout')).toBeLessThan(75);
  });

  it('lets the workers before a reload go on for as long as a stream may live, and no longer than an hour beyond', () => {
    const seconds = secondsIn('nginx/nginx.conf.template', 'worker_shutdown_timeout');
    expect(seconds).toBeGreaterThan(new Environment().VX11_STREAM_MAX_SECONDS);
    expect(seconds).toBeLessThan(new Environment().VX11_STREAM_MAX_SECONDS + 3_600);
  });

  it('bounds the memory of every part, and asks each whether it works', () => {
    const unbounded = Object.entries(file.services).filter(([, { mem_limit: bound }]) => !bound);
    expect(unbounded.map(([name]) => name)).toEqual([]);
    expect(file.services['nginx']!.healthcheck!.test.at(-1)).toBe(
      `http://${environment('nginx')['NGINX_HEALTH_LISTEN']}/`,
    );
    expect(file.services['prometheus']!.healthcheck!.test.at(-1)).toMatch(/:9090\/-\/healthy$/);
    const unasked = Object.keys(file.services).filter((name) => !file.services[name]!.healthcheck);
    // The images of the instances ask themselves; that of the exporter has nothing to ask with.
    expect(unasked.sort()).toEqual(['nginx-exporter', ...instances]);
    expect(read('Dockerfile')).toContain('HEALTHCHECK');
  });

  it('bounds what Prometheus keeps, in days and in bytes, with flags that Prometheus knows', async () => {
    const { command = [] } = file.services['prometheus']!;
    const { output } = await run('prometheus', ['--help-long']);
    const flags = command.map((flag) => flag.split('=')[0]!);
    expect(flags).toEqual(
      expect.arrayContaining(['--storage.tsdb.retention.time', '--storage.tsdb.retention.size', '--config.file']),
    );
    expect(flags.filter((flag) => !output.includes(flag))).toEqual([]);
  });

  it('tells the image what it is built from', async () => {
    expect(file.services['operator-1']!.build!.args).toEqual({ COMMIT: 'unknown' });
    const { services } = await compose({ VX11_COMMIT: 'abc1234' });
    for (const instance of instances) expect(services[instance]!.build!.args).toEqual({ COMMIT: 'abc1234' });
    expect(read('Dockerfile')).toMatch(/ARG COMMIT=[\s\S]*ENV VX11_COMMIT=\$COMMIT/);
  });

  it('runs everything with a read-only root and without root', () => {
    for (const [name, service] of Object.entries(file.services)) {
      expect([name, service.read_only]).toEqual([name, true]);
      if (service.entrypoint) expect(service.user).toMatch(/^(redis|nginx)$/);
    }
  });
});
