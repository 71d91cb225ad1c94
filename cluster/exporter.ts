import { isInstalled } from './installed.js';
import { ManagedProcess } from './managed-process.js';
import { type Nginx } from './nginx.js';
import { onAPort } from './on-a-port.js';
import { type RedisServer } from './redis-server.js';
import { repositoryFile } from './repository.js';
import { responds } from './responds.js';
import { type TargetGroup } from './targets.js';

export interface Exported {
  readonly nginx: Nginx;
  readonly redis: RedisServer;
  readonly runDir: string;
}

interface ExporterKind {
  /** The job of prometheus.yml that scrapes it. */
  readonly job: string;
  readonly command: string;
  readonly args: (of: Exported) => readonly string[];
  readonly env?: (of: Exported) => Readonly<Record<string, string>>;
  readonly labels?: (of: Exported) => Readonly<Record<string, string>>;
}

const KINDS: readonly ExporterKind[] = [
  {
    job: 'nginx',
    command: 'prometheus-nginx-exporter',
    args: ({ nginx }) => ['-nginx.scrape-uri', nginx.statusUrl, '-nginx.timeout', '3s', '-web.listen-address'],
  },
  {
    job: 'redis',
    command: 'prometheus-redis-exporter',
    args: () => ['-config-command', '-', '-connection-timeout', '3s', '-web.listen-address'],
    env: ({ redis }) => ({
      REDIS_ADDR: `redis://127.0.0.1:${redis.port}`,
      REDIS_USER: 'monitor',
      REDIS_PASSWORD: redis.passwords.monitor,
    }),
  },
  {
    job: 'edge',
    command: 'prometheus-blackbox-exporter',
    args: () => ['--config.file', repositoryFile('prometheus/blackbox.yml'), '--web.listen-address'],
    labels: ({ nginx }) => ({ edge: `${nginx.baseUrl}/health` }),
  },
  { job: 'node', command: 'prometheus-node-exporter', args: () => ['--web.listen-address'] },
];

/** An exporter of another project: it tells Prometheus about something that has no metrics of its own. */
export class Exporter {
  private constructor(
    readonly job: string,
    readonly target: TargetGroup,
    private readonly process: ManagedProcess,
  ) {}

  /** Starts those that are installed, and waits until they answer. */
  static startAll(of: Exported): Promise<Exporter[]> {
    return Promise.all(KINDS.filter(({ command }) => isInstalled(command)).map((kind) => Exporter.start(kind, of)));
  }

  private static start({ job, command, args, env, labels }: ExporterKind, of: Exported): Promise<Exporter> {
    return onAPort(undefined, async (port) => {
      const address = `127.0.0.1:${port}`;
      const child = await ManagedProcess.start({
        name: command,
        command,
        args: [...args(of), address],
        env: env?.(of) ?? {},
        runDir: of.runDir,
      });
      await child.ready(() => responds(`http://${address}/metrics`), `${command} to answer`);
      return new Exporter(job, { targets: [address], labels: labels?.(of) ?? {} }, child);
    });
  }

  async stop(): Promise<void> {
    await this.process.stop();
  }
}
