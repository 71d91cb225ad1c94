import { resolve } from 'node:path';
import { ManagedProcess } from '../../cluster/managed-process.js';
import { onAPort } from '../../cluster/on-a-port.js';
import { repository } from '../../cluster/repository.js';
import { Probe, type ProbeReport } from '../measure/probe.js';
import { type Launch } from './contender.js';
import { answersOk, takesConnections } from './readiness.js';

export interface NodeServerOptions {
  name: string;
  runDir: string;
  /** Absolute, or relative to the repository. A `.ts` file runs under tsx. */
  script: string;
  env?: Record<string, string>;
  port?: number;
  /** A path that answers 200 once the server is ready; else it is ready when it takes connections. */
  readyPath?: string;
  launch: Launch;
}

/** A server on node, in a process of its own, with a probe in it. */
export class NodeServer {
  readonly host = '127.0.0.1';

  private constructor(
    readonly port: number,
    private readonly process: ManagedProcess,
    private readonly probe: Probe,
  ) {}

  /** Starts it and waits until it takes connections. */
  static async start(options: NodeServerOptions): Promise<NodeServer> {
    return onAPort(options.port, async (port) => {
      const { name, runDir, script, env = {}, readyPath, launch } = options;
      const probe = new Probe(runDir, name);
      const started = await ManagedProcess.start({
        name,
        runDir,
        cwd: repository,
        command: process.execPath,
        args: [...profileArgs(launch), ...loaderArgs(script), ...probe.nodeArgs, resolve(repository, script)],
        env: {
          NODE_ENV: 'production',
          ...env,
          ...probe.env(launch.watchLoop ?? false),
          HOST: '127.0.0.1',
          PORT: String(port),
        },
      });
      const isReady = () => (readyPath ? answersOk(port, readyPath) : takesConnections(port));
      await started.until(isReady, `${name} to be ready on ${port}`, 30_000);
      return new NodeServer(port, started, probe);
    });
  }

  get pid(): number {
    return this.process.pid;
  }

  /** Collects garbage; returns what the process says of itself. */
  look(): Promise<ProbeReport> {
    return this.probe.ask(this.pid);
  }

  async kill(): Promise<void> {
    await this.process.kill();
  }

  /** SIGTERM, so that a profile is written; killed when it takes longer than `graceMs`. */
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
