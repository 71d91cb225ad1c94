import { ManagedProcess } from './managed-process.js';
import { onAPort } from './on-a-port.js';
import { repository, repositoryFile } from './repository.js';

export interface InstanceOptions {
  /** All of its settings but HOST and PORT; nothing is inherited from us. */
  env: Readonly<Record<string, string>>;
  runDir: string;
  /** A free one unless given. */
  port?: number;
  /** Names the log file; `VX11_INSTANCE_ID` or `instance` unless given. */
  name?: string;
  /** For node itself, as in `['--import', './clock.js']`. */
  nodeArgs?: readonly string[];
  /** The script, relative to the repository; `dist/main.js` unless given. */
  script?: string;
}

/** One instance of the operator backend on 127.0.0.1, from `dist/`: build first. */
export class Instance {
  readonly host = '127.0.0.1';

  private constructor(
    private readonly options: InstanceOptions,
    readonly port: number,
    private process: ManagedProcess,
  ) {}

  /** Starts one and waits until `GET /health/live` answers 200. Throws with its last words when it ends before. */
  static async start(options: InstanceOptions): Promise<Instance> {
    return onAPort(options.port, async (port) => new Instance(options, port, await startAndWait(options, port)));
  }

  /** `http://127.0.0.1:<port>`, without a slash at the end. */
  get baseUrl(): string {
    return baseUrl(this.port);
  }

  get name(): string {
    return nameOf(this.options);
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
    this.process = await startAndWait({ ...this.options, env: { ...this.options.env, ...env } }, this.port);
  }
}

async function startAndWait(options: InstanceOptions, port: number): Promise<ManagedProcess> {
  const { env, runDir, nodeArgs = [], script = 'dist/main.js' } = options;
  const name = nameOf(options);
  const child = await ManagedProcess.start({
    name,
    runDir,
    command: process.execPath,
    args: [...nodeArgs, repositoryFile(script)],
    env: { NODE_ENV: 'production', ...env, HOST: '127.0.0.1', PORT: String(port) },
    cwd: repository,
  });
  await child.ready(() => isLive(port), `${name} to answer ${baseUrl(port)}/health/live`, 30_000);
  return child;
}

function nameOf({ name, env }: InstanceOptions): string {
  return name ?? env['VX11_INSTANCE_ID'] ?? 'instance';
}

async function isLive(port: number): Promise<true | undefined> {
  try {
    const answer = await fetch(`${baseUrl(port)}/health/live`, { signal: AbortSignal.timeout(2_000) });
    await answer.body?.cancel();
    return answer.status === 200 || undefined;
  } catch {
    return undefined;
  }
}

function baseUrl(port: number): string {
  return `http://127.0.0.1:${port}`;
}
