import { ManagedProcess } from './managed-process.js';
import { onAPort } from './on-a-port.js';
import { repository, repositoryFile } from './repository.js';

export interface InstanceOptions {
  /** All of its settings but HOST and PORT; nothing is inherited from this process. */
  env: Readonly<Record<string, string>>;
  runDir: string;
  /** 127.0.0.1 unless given. */
  host?: string;
  /** A free one unless given. */
  port?: number;
  /** Names the log file; `VX11_INSTANCE_ID` or `instance` unless given. */
  name?: string;
  /** For node itself, as in `['--import', './clock.js']`. */
  nodeArgs?: readonly string[];
  /** The script, relative to the repository; `dist/main.js` unless given. */
  script?: string;
}

/** One instance of the operator backend on this machine, from `dist/`: build first. */
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

  /** Starts one and waits until `GET /health/live` answers 200. Throws with its last output when it ends before. */
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

  /** Its exit code and signal, once it has ended; after `restart` those of the new process. */
  get exited(): ManagedProcess['exited'] {
    return this.process.exited;
  }

  /** What it has printed since it was last started. */
  output(): string {
    return this.process.output();
  }

  waitForOutput(pattern: RegExp, timeoutMs?: number): Promise<RegExpMatchArray> {
    return this.process.waitForOutput(pattern, timeoutMs);
  }

  /** SIGTERM, which drains it; killed if it takes longer than `graceMs`. */
  stop(graceMs = 30_000): ReturnType<ManagedProcess['stop']> {
    return this.process.stop('SIGTERM', graceMs);
  }

  /** kill -9. */
  kill(): ReturnType<ManagedProcess['kill']> {
    return this.process.kill();
  }

  freeze(): void {
    this.process.freeze();
  }

  thaw(): void {
    this.process.thaw();
  }

  /** Starts it again on its port, stopping it first if it runs; `env` is laid over its settings for this run. */
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
    // Known from the moment it runs, not only when it is ready: it may have to be stopped in between.
    this.started = await ManagedProcess.start({
      name: this.name,
      runDir,
      command: process.execPath,
      args: [...nodeArgs, repositoryFile(this.script)],
      env: { NODE_ENV: 'production', ...env, HOST: this.host, PORT: String(this.port) },
      cwd: repository,
    });
    const live = `${this.baseUrl}/health/live`;
    await this.process.ready(() => isLive(live), `${this.name} to answer ${live}`, 30_000);
  }

  private get process(): ManagedProcess {
    if (!this.started) throw new Error(`${this.name} was not started`);
    return this.started;
  }
}

async function isLive(url: string): Promise<true | undefined> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(2_000) });
    await answer.body?.cancel();
    return answer.status === 200 || undefined;
  } catch {
    return undefined;
  }
}
