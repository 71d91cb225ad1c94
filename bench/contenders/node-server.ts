import { resolve } from 'node:path';
import { ManagedProcess } from '../../cluster/managed-process.js';
import { onAPort } from '../../cluster/on-a-port.js';
import { repository } from '../../cluster/repository.js';
import { Probe, type ProbeReport } from '../measure/probe.js';
import { type Launch } from './contender.js';
import { respondsOk, acceptsConnections } from './readiness.js';

export interface NodeServerOptions {
  name: string;
  runDir: string;
  /** The script to run, absolute or relative to the repository. tsx runs a `.ts` file. */
  script: string;
  env?: Record<string, string>;
  port?: number;
  /** A path that responds with 200 once the server is ready; absent: it is ready when it accepts connections. */
  readyPath?: string;
  launch: Launch;
}

/** A node server in a process of its own, with a probe that measures its heap and its event loop. */
export class NodeServer {
  readonly host = '127.0.0.1';

  private constructor(
    readonly port: number,
    private readonly process: ManagedProcess,
    private readonly probe: Probe,
  ) {}

  /** Starts a server and waits until it is ready. */
  static async start(options: NodeServerOptions): Promise<NodeServer> {
    return onAPort(options.port, async (port) => {
      const { name, runDir, script, env = {}, readyPath, launch } = options;
      const probe = new Probe(runDir, name);
      const started = await ManagedProcess.start({
        name,
        runDir,
        cwd: repository,
        command: launch.node ?? process.execPath,
        args: [...profileArgs(launch), ...loaderArgs(script), ...probe.nodeArgs, resolve(repository, script)],
        env: {
          NODE_ENV: 'production',
          ...env,
          ...probe.env(launch.watchLoop ?? false),
          HOST: '127.0.0.1',
          PORT: String(port),
        },
      });
      const isReady = () => (readyPath ? respondsOk(port, readyPath) : acceptsConnections(port));
      await started.until(isReady, `${name} to be ready on ${port}`, 30_000);
      return new NodeServer(port, started, probe);
    });
  }

  get pid(): number {
    return this.process.pid;
  }

  /** Makes the process collect garbage and returns the figures of its probe. */
  look(): Promise<ProbeReport> {
    return this.probe.ask(this.pid);
  }

  async kill(): Promise<void> {
    await this.process.kill();
  }

  /** Sends SIGTERM, at which it writes its profile. Kills it after `graceMs`. */
  async stop(graceMs = 3_000): Promise<void> {
    await this.process.stop('SIGTERM', graceMs);
  }
}

function loaderArgs(script: string): string[] {
  return script.endsWith('.ts') ? ['--import', 'tsx'] : [];
}

function profileArgs({ profileDir }: Launch): string[] {
  return profileDir ? ['--cpu-prof', `--cpu-prof-dir=${profileDir}`] : [];
}
