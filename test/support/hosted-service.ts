import { type ChildProcess, spawn } from 'node:child_process';
import { type Readable } from 'node:stream';
import { eventually } from '../../cluster/eventually.js';
import { searchPath } from '../../cluster/installed.js';
import { onAPort } from '../../cluster/on-a-port.js';
import { type ProcessEnd } from '../../cluster/managed-process.js';
import { forget, watch } from '../../cluster/reaper.js';
import { repository, repositoryFile } from '../../cluster/repository.js';
import { newCredential } from './used-credentials.js';
import { Api } from './api.js';

export interface HostOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Where its standard output goes: a pipe that is read only when a test says so, unless told. */
  readonly stdout?: 'pipe' | number;
  /** A command in front of its own, such as `['prlimit', '--nofile=300']`. */
  readonly under?: readonly string[];
  /** For node itself. */
  readonly nodeArgs?: readonly string[];
}

const CREDENTIAL = newCredential();

/** `node dist/main.js` with the limits, the standard output and the terminal that a test chooses. */
export class HostedService {
  readonly exited: Promise<ProcessEnd>;
  readonly api: Api;
  /** What it wrote to standard error. */
  stderr = '';
  /** What was read of its standard output. */
  stdout = '';

  private constructor(
    private readonly child: ChildProcess,
    readonly baseUrl: string,
  ) {
    watch(this.pid);
    this.api = new Api(baseUrl, CREDENTIAL);
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (this.stderr += text));
    child.once('exit', () => forget(this.pid));
    // Once what it said is read to its end.
    this.exited = new Promise((resolve) => child.once('close', (code, signal) => resolve({ code, signal })));
  }

  static async start(options: HostOptions = {}): Promise<HostedService> {
    return onAPort(undefined, async (port) => {
      const service = HostedService.spawn(port, options);
      let ended = false;
      void service.exited.then(() => (ended = true));
      const answers = async () => {
        if (ended) throw new Error(`the service ended: ${service.stderr}`);
        return service.answers();
      };
      await eventually(answers, { what: 'the service to answer' });
      return service;
    });
  }

  /** Starts it without waiting for anything. */
  static spawn(
    port: number,
    { env = {}, stdout = 'pipe', under = [], nodeArgs = [] }: HostOptions = {},
  ): HostedService {
    const [command = '', ...args] = [...under, process.execPath, ...nodeArgs, repositoryFile('dist/main.js')];
    const settings = {
      NODE_ENV: 'production',
      VX11_STORE: 'memory',
      VX11_OPERATOR_TOKEN: CREDENTIAL,
      VX11_STREAMS_MAX: '1000',
    };
    const child = spawn(command, args, {
      cwd: repository,
      env: { PATH: searchPath, ...settings, PORT: String(port), ...env },
      stdio: ['ignore', stdout, 'pipe'],
      detached: true,
    });
    return new HostedService(child, `http://127.0.0.1:${port}`);
  }

  get pid(): number {
    return this.child.pid!;
  }

  /** Reads its standard output from now on. */
  read(): void {
    const output = this.child.stdout as Readable;
    output.setEncoding('utf8').on('data', (text: string) => (this.stdout += text));
  }

  /** Closes the pipe that it reads. */
  closeStdout(): void {
    this.child.stdout?.destroy();
  }

  /** The lines that have arrived whole. */
  get lines(): Record<string, unknown>[] {
    return linesIn(this.stdout.slice(0, this.stdout.lastIndexOf('\n') + 1));
  }

  /** Sends a signal and waits for the end. */
  stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<ProcessEnd> {
    this.child.kill(signal);
    return this.exited;
  }

  async metric(name: string): Promise<number> {
    const text = await (await fetch(`${this.baseUrl}/metrics`)).text();
    return Number(new RegExp(`^${name} (.*)$`, 'm').exec(text)?.[1]);
  }

  private async answers(): Promise<true | undefined> {
    const answer = await fetch(`${this.baseUrl}/health`).catch(() => undefined);
    await answer?.body?.cancel();
    return answer?.ok || undefined;
  }
}

/** The lines of a log; fails if one is not JSON. */
export function linesIn(text: string): Record<string, unknown>[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}
