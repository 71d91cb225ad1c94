import { randomBytes } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Instance } from './instance.js';
import { isInstalled } from './installed.js';
import { Nginx } from './nginx.js';
import { type ClusterOptions } from './options.js';
import { Prometheus } from './prometheus.js';
import { RedisServer } from './redis-server.js';
import { createRunDirectory } from './run-directory.js';

/** What docker-compose.yml describes, as plain processes with the same files: Redis, instances, nginx, Prometheus. */
export class Cluster {
  private constructor(
    readonly runDir: string,
    readonly redis: RedisServer,
    readonly instances: readonly Instance[],
    readonly nginx: Nginx,
    readonly prometheus: Prometheus | undefined,
    /** A file for `curl -H @file`, with the operator's credential in it; only its owner can read it. */
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
    const prometheus = wanted ? await Prometheus.start({ targets: instances, runDir }) : undefined;
    return new Cluster(runDir, redis, instances, nginx, prometheus, headerFile);
  }

  /** Stops everything in the order that lets the instances drain, and deletes the run directory. */
  async stop(): Promise<void> {
    await this.prometheus?.stop();
    await Promise.all(this.instances.map((instance) => instance.stop()));
    await this.nginx.stop();
    await this.redis.stop();
    rmSync(this.runDir, { recursive: true, force: true });
  }
}

/** Those of docker-compose.yml, but for a shorter drain: who presses Ctrl-C does not want to wait. */
const SETTINGS = {
  VX11_STORE: 'redis',
  VX11_TRUSTED_PROXIES: '127.0.0.1',
  VX11_DRAIN_SECONDS: '2',
  // All clients of a run have one address; nginx.ts lifts its own limit for the same reason.
  VX11_STREAMS_PER_ADDRESS: '0',
  LOG_LEVEL: 'info',
};
