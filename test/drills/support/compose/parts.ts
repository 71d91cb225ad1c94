import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../../../../cluster/eventually.js';
import { freePort } from '../../../../cluster/free-port.js';
import { type Exporter } from '../../../../cluster/exporter.js';
import { Instance } from '../../../../cluster/instance.js';
import { Nginx } from '../../../../cluster/nginx.js';
import { Observability } from '../../../../cluster/observability.js';
import { type Prometheus } from '../../../../cluster/prometheus.js';
import { generatePasswords } from '../../../../cluster/redis-settings.js';
import { RedisServer } from '../../../../cluster/redis-server.js';
import { used } from '../../../support/used-credentials.js';
import { type Environment, type Service } from './configuration.js';

/** The service that a job of Prometheus scrapes. */
const SERVICE_OF_JOB: Readonly<Record<string, string>> = {
  nginx: 'nginx-exporter',
  redis: 'redis-exporter',
  edge: 'blackbox-exporter',
  node: 'node-exporter',
};

/** The services of docker-compose.yml as processes on this host, each on a port that it keeps. */
export class Parts {
  readonly instances = new Map<string, Instance>();
  redis: RedisServer | undefined;
  nginx: Nginx | undefined;
  /** Prometheus, with what the profile `observability` starts. */
  private observability: Observability | undefined;
  /** What each service was created from. */
  private readonly created = new Map<string, string>();

  constructor(
    readonly runDir: string,
    /** Where nginx listens. */
    readonly port: number,
    /** What an image tag runs, relative to the repository. */
    private readonly builds: ReadonlyMap<string, string>,
    /** See `PrometheusOptions`. */
    private readonly holds?: Readonly<Record<string, string>>,
  ) {}

  /** Creates the service, or creates it anew where its image or its settings changed or if it must be, and waits until it is healthy. */
  async up(name: string, service: Service, anew = false): Promise<void> {
    const wanted = JSON.stringify(service);
    if (!anew && this.created.get(name) === wanted) return this.start(name);
    noteCredentials(service.environment);
    if (name === 'redis') await this.createRedis(service.environment);
    if (name === 'nginx') await this.createNginx(service.environment);
    if (name === 'prometheus') await this.createPrometheus();
    if (name.startsWith('operator-')) await this.createInstance(name, service);
    this.created.set(name, wanted);
  }

  /** Starts what was stopped, or died. */
  async start(name: string): Promise<void> {
    const service = this.created.get(name);
    if (service === undefined || this.isUp(name)) return;
    const { environment } = JSON.parse(service) as Service;
    if (name === 'redis') await this.redis?.start();
    if (name === 'nginx') await this.createNginx(environment);
    if (name === 'prometheus') await this.createPrometheus();
    await this.exporter(name)?.start();
    const instance = this.instances.get(name);
    if (instance) await instance.restart().then(() => becomesHealthy(instance));
  }

  async stop(name: string): Promise<void> {
    await this.processOf(name)?.stop();
  }

  isUp(name: string): boolean {
    return this.processOf(name)?.running ?? false;
  }

  /** The process of a service, if it was created. */
  processOf(name: string): RedisServer | Nginx | Instance | Prometheus | Exporter | undefined {
    const { redis, nginx, prometheus } = this;
    const one = new Map(Object.entries({ redis, nginx, prometheus })).get(name);
    return one ?? this.instances.get(name) ?? this.exporter(name);
  }

  /** An exporter that runs, or was stopped, by the name of its service. */
  private exporter(name: string): Exporter | undefined {
    return this.observability?.exporters.find(({ job }) => name === SERVICE_OF_JOB[job]);
  }

  get prometheus(): Prometheus | undefined {
    return this.observability?.prometheus;
  }

  logsOf(name: string): string[] {
    if (name === 'nginx') return this.nginx?.logFiles ?? [];
    const part = this.processOf(name);
    return part && 'logFile' in part ? [part.logFile] : [];
  }

  async stopAll(): Promise<void> {
    await this.observability?.stop();
    await this.nginx?.stop();
    await Promise.all([...this.instances.values()].map((instance) => instance.stop()));
    await this.redis?.stop();
  }

  private async createRedis({ REDIS_PASSWORD = '', REDIS_ADMIN_PASSWORD = '' }: Environment): Promise<void> {
    const passwords = { service: REDIS_PASSWORD, admin: REDIS_ADMIN_PASSWORD };
    if (this.redis) return this.redis.restart(passwords);
    const dir = this.directoryOf('redis');
    this.redis = await RedisServer.start({ dir, passwords: { ...generatePasswords(), ...passwords } });
    // In its container Redis listens where redis-cli looks for it.
    const cli = `#!/bin/sh\nPATH=\${PATH#*:} exec redis-cli -p ${this.redis.port} "$@"\n`;
    writeFileSync(join(dir, 'redis-cli'), cli, { mode: 0o700 });
  }

  private async createNginx(environment: Environment): Promise<void> {
    const { port } = this;
    await this.nginx?.stop();
    const env = { NGINX_HEALTH_LISTEN: `127.0.0.1:${await freePort()}` };
    const tls = environment.NGINX_TLS_DIR !== undefined;
    const upstreams = [...this.instances.values()];
    this.nginx = await Nginx.start({ upstreams, runDir: this.directoryOf('nginx'), port, env, tls });
  }

  private async createPrometheus(): Promise<void> {
    await this.observability?.stop();
    const { redis, nginx, holds } = this;
    if (!redis || !nginx) throw new Error('prometheus starts after redis and nginx');
    const instances = [...this.instances.values()];
    const runDir = this.directoryOf('prometheus');
    this.observability = await Observability.start({ instances, nginx, redis, runDir, holds });
  }

  private async createInstance(name: string, { image, environment }: Service): Promise<void> {
    const tag = image.split(':').at(-1) ?? '';
    const script = this.builds.get(tag);
    if (!script) throw new Error(`no such image: ${image}`);
    const REDIS_URL = (environment.REDIS_URL ?? '').replace('@redis:6379', `@127.0.0.1:${this.redis?.port}`);
    const env = { ...environment, REDIS_URL, VX11_TRUSTED_PROXIES: 'loopback', VX11_COMMIT: tag };
    const before = this.instances.get(name);
    await before?.replaceBy(script, env);
    const instance = before ?? (await Instance.start({ runDir: this.directoryOf(name), env, script }));
    this.instances.set(name, instance);
    await becomesHealthy(instance);
  }

  /** Where the files of a service are. */
  directoryOf(name: string): string {
    const directory = join(this.runDir, name);
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    return directory;
  }
}

/** What the image asks in its HEALTHCHECK. */
function becomesHealthy({ name, baseUrl }: Instance): Promise<true> {
  const look = () => fetch(`${baseUrl}/health/traffic`).then(({ ok }) => ok || undefined);
  return eventually(look, { what: `${name} to be healthy`, timeoutMs: 40_000 });
}

function noteCredentials(environment: Environment): void {
  const secrets = Object.entries(environment).filter(([name]) => /_(TOKEN|PASSWORD)$/.test(name));
  for (const one of secrets.flatMap(([, value]) => value.split(','))) if (one) used(one);
}
