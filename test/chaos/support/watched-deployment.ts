import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { type Alertmanager } from '../../../cluster/alertmanager.js';
import { Nginx } from '../../../cluster/nginx.js';
import { Observability } from '../../../cluster/observability.js';
import { type Prometheus } from '../../../cluster/prometheus.js';
import { RedisServer } from '../../../cluster/redis-server.js';
import { createRunDirectory } from '../../../cluster/run-directory.js';
import { Deployment } from '../../support/deployment.js';
import { untilScraped } from '../../support/raised-alerts.js';

const run = promisify(execFile);

/** A deployment that Prometheus watches as it is shipped: its intervals, its rules, and its requests through nginx. */
export class WatchedDeployment {
  private constructor(
    /** Where Redis writes: a disk of 64 MB, or a folder. */
    readonly disk: string,
    private readonly mounted: boolean,
    readonly redis: RedisServer,
    readonly deployment: Deployment,
    private readonly observability: Observability,
    public nginx: Nginx,
  ) {}

  /**
   * Waits until every part was scraped twice, so that whatever grows from then on is seen to grow. A disk of its own needs root.
   * @param options.tells whom Alertmanager tells; see `AlertmanagerOptions`
   */
  static async start({
    ownDisk = false,
    tells,
  }: { ownDisk?: boolean; tells?: string } = {}): Promise<WatchedDeployment> {
    const runDir = createRunDirectory('watched');
    const disk = createRunDirectory('disk');
    if (ownDisk) await run('mount', ['-t', 'tmpfs', '-o', 'size=64m,mode=700', 'tmpfs', disk]);
    const redis = await RedisServer.start({ dir: disk });
    const deployment = await Deployment.start({ redis: { REDIS_URL: redis.url } });
    const { nginx, all: instances } = deployment;
    const observability = await Observability.start({ instances, nginx, redis, runDir, tells });
    await untilScraped(observability.prometheus, instances.length);
    return new WatchedDeployment(disk, ownDisk, redis, deployment, observability, nginx);
  }

  get prometheus(): Prometheus {
    return this.observability.prometheus;
  }

  get alertmanager(): Alertmanager {
    if (!this.observability.alertmanager) throw new Error('prometheus-alertmanager is not installed');
    return this.observability.alertmanager;
  }

  /** Starts nginx where it was. */
  async startNginx(): Promise<void> {
    const { port } = this.nginx;
    this.nginx = await Nginx.start({ upstreams: this.deployment.all, runDir: createRunDirectory('nginx'), port });
  }

  async stop(): Promise<void> {
    await this.observability.stop();
    await this.nginx.stop();
    await this.deployment.stop();
    await this.redis.stop();
    if (this.mounted) await run('umount', [this.disk]);
  }
}
