import { ManagedProcess } from './managed-process.js';
import { onAPort } from './on-a-port.js';
import { repository, repositoryFile } from './repository.js';
import { responds } from './responds.js';

/** How an instance is started. */
export interface InstanceOptions {
  /** All settings but HOST and PORT. The instance inherits no variable of this process. */
  env: Readonly<Record<string, string>>;
  runDir: string;
  /** The address to listen on; 127.0.0.1 if absent. */
  host?: string;
  /** The port to listen on; a free one if absent. */
  port?: number;
  /** The name of the log file; `VX11_INSTANCE_ID` if absent, or else `instance`. */
  name?: string;
  /** Arguments of node, such as `['--import', './clock.js']`. */
  nodeArgs?: readonly string[];
  /** The script to run, relative to the repository; `dist/main.js` if absent. */
  script?: string;
}

/** One instance of the operator backend on this machine. It runs the files in `dist/`, so the project must be built first. */
export class Instance {
  readonly host: string;

  private started: ManagedProcess | undefined;
  private script: string;
  private env: InstanceOptions['env'];

  private constructor(
    private readonly options: InstanceOptions,
    readonly port: number,
  ) {
    this.host = options.host ?? '127.0.0.1';
    this.script = options.script ?? 'dist/main.js';
    this.env = options.env;
  }

  /** Starts an instance and waits until `GET /health/live` responds with 200. Throws with its last output if it ends before. */
  static async start(options: InstanceOptions): Promise<Instance> {
    return onAPort(options.port, async (port) => {
      const instance = new Instance(options, port);
      await instance.launch(options.env);
      return instance;
    });
  }

  /** `http://<host>:<port>`, without a slash at the end. */
  get baseUrl(): string {
    return `http://${this.host}:${this.port}`;
  }

  get name(): string {
    return this.options.name ?? this.options.env['VX11_INSTANCE_ID'] ?? 'instance';
  }

  get logFile(): string {
    return this.process.logFile;
  }

  get pid(): number {
    return this.process.pid;
  }

  get running(): boolean {
    return this.process.running;
  }

  /** Resolves with the exit code and signal when the process ends. After `restart` it is about the new process. */
  get exited(): ManagedProcess['exited'] {
    return this.process.exited;
  }

  /** Returns what it has printed since its last start. */
  output(): string {
    return this.process.output();
  }

  waitForOutput(pattern: RegExp, timeoutMs?: number): Promise<RegExpMatchArray> {
    return this.process.waitForOutput(pattern, timeoutMs);
  }

  /** Sends SIGTERM, so that it drains and ends. Kills it after `graceMs`. */
  stop(graceMs = 30_000): ReturnType<ManagedProcess['stop']> {
    return this.process.stop('SIGTERM', graceMs);
  }

  /** Kills it with SIGKILL. */
  kill(): ReturnType<ManagedProcess['kill']> {
    return this.process.kill();
  }

  freeze(): void {
    this.process.freeze();
  }

  thaw(): void {
    this.process.thaw();
  }

  /** Stops it if it runs, and starts it again on its port. `env` overrides its settings until the next start. */
  async restart(env: Readonly<Record<string, string>> = {}): Promise<void> {
    await this.stop();
    await this.launch({ ...this.env, ...env });
  }

  /** Stops it and starts another build on its port, with other settings if given; `script` is relative to the repository. */
  async replaceBy(script: string, env = this.env): Promise<void> {
    this.script = script;
    this.env = env;
    await this.restart();
  }

  private async launch(env: Readonly<Record<string, string>>): Promise<void> {
    const { runDir, nodeArgs = [] } = this.options;
    // Set before the instance is ready, because it may have to be stopped while it starts.
    this.started = await ManagedProcess.start({
      name: this.name,
      runDir,
      command: process.execPath,
      args: [...nodeArgs, repositoryFile(this.script)],
      env: { NODE_ENV: 'production', ...env, HOST: this.host, PORT: String(this.port) },
      cwd: repository,
    });
    const live = `${this.baseUrl}/health/live`;
    await this.process.ready(() => responds(live), `${this.name} to respond at ${live}`);
  }

  private get process(): ManagedProcess {
    if (!this.started) throw new Error(`${this.name} was not started`);
    return this.started;
  }
}
