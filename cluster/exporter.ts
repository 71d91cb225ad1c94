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

/** An exporter of another project: it tells Prometheus about something that has no metrics of its own. It keeps its port. */
export class Exporter {
  private process: ManagedProcess | undefined;

  private constructor(
    private readonly kind: ExporterKind,
    private readonly of: Exported,
    private readonly port: number,
  ) {}

  /** Starts those that are installed, and waits until they answer. */
  static startAll(of: Exported): Promise<Exporter[]> {
    const installed = KINDS.filter(({ command }) => isInstalled(command));
    return Promise.all(
      installed.map((kind) =>
        onAPort(undefined, async (port) => {
          const exporter = new Exporter(kind, of, port);
          await exporter.start();
          return exporter;
        }),
      ),
    );
  }

  get job(): string {
    return this.kind.job;
  }

  get target(): TargetGroup {
    return { targets: [this.address], labels: this.kind.labels?.(this.of) ?? {} };
  }

  get pid(): number {
    if (!this.process) throw new Error(`${this.kind.command} was not started`);
    return this.process.pid;
  }

  get running(): boolean {
    return this.process?.running ?? false;
  }

  /** Starts it, also after `stop`, and waits until it answers. */
  async start(): Promise<void> {
    const { command, args, env } = this.kind;
    this.process = await ManagedProcess.start({
      name: command,
      command,
      args: [...args(this.of), this.address],
      env: env?.(this.of) ?? {},
      runDir: this.of.runDir,
    });
    await this.process.ready(() => responds(`http://${this.address}/metrics`), `${command} to answer`);
  }

  async stop(): Promise<void> {
    await this.process?.stop();
  }

  private get address(): string {
    return `127.0.0.1:${this.port}`;
  }
}
