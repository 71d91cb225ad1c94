import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ManagedProcess } from './managed-process.js';
import { onAPort } from './on-a-port.js';
import { repositoryFile } from './repository.js';
import { responds } from './responds.js';

const SHIPPED = 'alertmanager/alertmanager.yml';
/** Where a container has that folder. */
const MOUNTED = '/etc/alertmanager/';

/** How Alertmanager is started. */
export interface AlertmanagerOptions {
  readonly runDir: string;
  /** The port to listen on; a free one if absent. */
  readonly port?: number;
  /** Base URL of what is told in place of the pager, at `/pages`, and of the channel of tickets, at `/tickets`; nobody if absent. */
  readonly tells?: string;
}

/** Alertmanager on 127.0.0.1 with the configuration of alertmanager/. */
export class Alertmanager {
  private constructor(
    readonly port: number,
    private readonly process: ManagedProcess,
  ) {}

  /** Starts it and waits until it is ready. Throws with its last output when it does not start. */
  static async start({ runDir, port: wanted, tells }: AlertmanagerOptions): Promise<Alertmanager> {
    const configuration = tells === undefined ? repositoryFile(SHIPPED) : copyConfiguration(runDir, tells);
    return onAPort(wanted, async (port) => {
      const child = await ManagedProcess.start({
        name: 'alertmanager',
        runDir,
        command: 'prometheus-alertmanager',
        args: [
          `--config.file=${configuration}`,
          `--storage.path=${join(runDir, 'alertmanager-data')}`,
          `--web.listen-address=127.0.0.1:${port}`,
          '--cluster.listen-address=',
        ],
      });
      const alertmanager = new Alertmanager(port, child);
      await child.ready(() => responds(`${alertmanager.baseUrl}/-/ready`), 'Alertmanager to be ready');
      return alertmanager;
    });
  }

  /** `http://127.0.0.1:<port>`, without a slash at the end. */
  get baseUrl(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async stop(): Promise<void> {
    await this.process.stop();
  }
}

/** Copies alertmanager/ into the run directory, with the addresses of those who are told, and returns the path of its file. */
function copyConfiguration(runDir: string, tells: string): string {
  const directory = join(runDir, 'alertmanager');
  cpSync(repositoryFile('alertmanager'), directory, { recursive: true });
  mkdirSync(join(directory, 'secrets'), { recursive: true, mode: 0o700 });
  writeFileSync(join(directory, 'secrets/pagerduty-routing-key'), 'a'.repeat(32));
  writeFileSync(join(directory, 'secrets/slack-url'), `${tells}/tickets`);
  const configuration = join(directory, 'alertmanager.yml');
  const shipped = readFileSync(repositoryFile(SHIPPED), 'utf8').replaceAll(MOUNTED, `${directory}/`);
  writeFileSync(configuration, `global: { pagerduty_url: '${tells}/pages' }\n${shipped}`);
  return configuration;
}
