import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ManagedProcess } from './managed-process.js';
import { onAPort } from './on-a-port.js';
import { repositoryFile } from './repository.js';
import { responds } from './responds.js';
import { type TargetGroup, writeTargets } from './targets.js';

/** How Prometheus is started. */
export interface PrometheusOptions {
  /** The instances. */
  targets: readonly { host: string; port: number }[];
  /** What else it scrapes or tells, by the name of its file in targets/. */
  others?: Readonly<Record<string, readonly TargetGroup[]>>;
  runDir: string;
  /** The port to listen on; a free one if absent. */
  port?: number;
  /** How often it scrapes and evaluates rules, seconds; as in prometheus.yml unless given. */
  interval?: number;
  /** For how long the condition of some alerts must hold, by their names, as in `1m`; as in rules/ unless given. */
  holds?: Readonly<Record<string, string>>;
}

/** Prometheus on 127.0.0.1, with the configuration and rules in prometheus/ and the given targets. */
export class Prometheus {
  private constructor(
    readonly port: number,
    private readonly process: ManagedProcess,
  ) {}

  /** Starts Prometheus and waits until it is ready. Throws with its last output if it does not start. */
  static async start(options: PrometheusOptions): Promise<Prometheus> {
    const configuration = copyConfiguration(options);
    return onAPort(options.port, async (port) => {
      const child = await ManagedProcess.start({
        name: 'prometheus',
        runDir: options.runDir,
        command: 'prometheus',
        args: [
          `--config.file=${configuration}`,
          `--storage.tsdb.path=${join(options.runDir, 'prometheus-data')}`,
          `--web.listen-address=127.0.0.1:${port}`,
        ],
      });
      const prometheus = new Prometheus(port, child);
      await child.ready(() => responds(`${prometheus.baseUrl}/-/ready`), 'prometheus to be ready');
      return prometheus;
    });
  }

  /** `http://127.0.0.1:<port>`, without a slash at the end. */
  get baseUrl(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get pid(): number {
    return this.process.pid;
  }

  get running(): boolean {
    return this.process.running;
  }

  get logFile(): string {
    return this.process.logFile;
  }

  async stop(): Promise<void> {
    await this.process.stop();
  }
}

/** Copies prometheus/ into the run directory, writes the targets there, and returns the path of prometheus.yml. */
function copyConfiguration({ runDir, targets, others = {}, interval, holds = {} }: PrometheusOptions): string {
  const directory = join(runDir, 'prometheus');
  cpSync(repositoryFile('prometheus'), directory, { recursive: true });
  const instances = [{ targets: targets.map(({ host, port }) => `${host}:${port}`) }];
  for (const [name, groups] of Object.entries({ instances, ...others })) writeTargets(directory, name, groups);
  const configuration = join(directory, 'prometheus.yml');
  if (interval !== undefined) {
    const text = readFileSync(configuration, 'utf8');
    writeFileSync(configuration, text.replaceAll(/(?<=(?:interval|timeout): )\d+s/g, `${interval}s`));
  }
  for (const [alert, time] of Object.entries(holds)) hold(join(directory, 'rules'), alert, time);
  return configuration;
}

function hold(rules: string, alert: string, time: string): void {
  for (const file of readdirSync(rules).map((name) => join(rules, name))) {
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace(new RegExp(`(- alert: ${alert}\n[^]*?\n +for: )\\w+`), `$1${time}`));
  }
}
