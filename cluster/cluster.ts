import { randomBytes } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Instance } from './instance.js';
import { isInstalled } from './installed.js';
import { Nginx } from './nginx.js';
import { type ClusterOptions } from './options.js';
import { Observability } from './observability.js';
import { type Prometheus } from './prometheus.js';
import { RedisServer } from './redis-server.js';
import { createRunDirectory } from './run-directory.js';

/**
 * Redis, instances, nginx and Prometheus as processes on 127.0.0.1, with the configuration files that docker-compose.yml uses; and
 * what of its profile `observability` is installed.
 */
export class Cluster {
  private constructor(
    readonly runDir: string,
    readonly redis: RedisServer,
    readonly instances: readonly Instance[],
    readonly nginx: Nginx,
    private readonly observability: Observability | undefined,
    /** A file for `curl -H @file` that contains the credential of the principal `operator`. Only its owner can read it. */
    readonly headerFile: string,
  ) {}

  static async start(options: ClusterOptions): Promise<Cluster> {
    const runDir = createRunDirectory('cluster');
    const credential = randomBytes(32).toString('base64url');
    const headerFile = join(runDir, 'operator.header');
    writeFileSync(headerFile, `X-VX11-Token: ${credential}\n`, { mode: 0o600 });

    const redis = await RedisServer.start({ dir: runDir });
    const names = Array.from({ length: options.instances }, (_, index) => `operator-${index + 1}`);
    const env = { ...SETTINGS, REDIS_URL: redis.url, VX11_OPERATOR_TOKEN: credential };
    const start = (name: string) => Instance.start({ env: { ...env, VX11_INSTANCE_ID: name }, runDir });
    const instances = await Promise.all(names.map(start));
    const nginx = await Nginx.start({ upstreams: instances, port: options.port, runDir });
    const wanted = options.prometheus && isInstalled('prometheus');
    const observability = wanted ? await Observability.start({ instances, nginx, redis, runDir }) : undefined;
    return new Cluster(runDir, redis, instances, nginx, observability, headerFile);
  }

  get prometheus(): Prometheus | undefined {
    return this.observability?.prometheus;
  }

  /** Stops all processes, the instances before nginx so that they drain, and deletes the run directory. */
  async stop(): Promise<void> {
    await this.observability?.stop();
    await Promise.all(this.instances.map((instance) => instance.stop()));
    await this.nginx.stop();
    await this.redis.stop();
    rmSync(this.runDir, { recursive: true, force: true });
  }
}

/** The settings of docker-compose.yml, with a shorter drain, so that Ctrl-C ends the cluster soon. */
const SETTINGS = {
  VX11_STORE: 'redis',
  VX11_TRUSTED_PROXIES: '127.0.0.1',
  VX11_DRAIN_SECONDS: '2',
  // All clients of a local cluster have the same address.
  VX11_STREAMS_PER_ADDRESS: '0',
  LOG_LEVEL: 'info',
};
