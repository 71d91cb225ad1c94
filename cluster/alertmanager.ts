import { join } from 'node:path';
import { ManagedProcess } from './managed-process.js';
import { onAPort } from './on-a-port.js';
import { repositoryFile } from './repository.js';
import { responds } from './responds.js';

/** Alertmanager on 127.0.0.1 with the configuration of alertmanager/. */
export class Alertmanager {
  private constructor(
    readonly port: number,
    private readonly process: ManagedProcess,
  ) {}

  /** Starts it and waits until it is ready. Throws with its last output when it does not start. */
  static async start({ runDir, port: wanted }: { runDir: string; port?: number }): Promise<Alertmanager> {
    return onAPort(wanted, async (port) => {
      const child = await ManagedProcess.start({
        name: 'alertmanager',
        runDir,
        command: 'prometheus-alertmanager',
        args: [
          `--config.file=${repositoryFile('alertmanager/alertmanager.yml')}`,
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
