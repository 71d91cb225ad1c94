import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { eventually } from './eventually.js';
import { searchPath } from './installed.js';
import { forget, watch } from './reaper.js';

/** How a process is started. */
export interface ProcessOptions {
  /** The name of the log file: `<runDir>/<name>.log`. */
  name: string;
  command: string;
  args?: readonly string[];
  runDir: string;
  /** The environment, to which PATH is added. The process inherits no other variable. */
  env?: Readonly<Record<string, string>>;
  cwd?: string;
}

/** How a process ended: with a code or by a signal. */
export interface ProcessEnd {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/**
 * A child process in a process group of its own. Its output is appended to its log file. It is killed when this process ends.
 */
export class ManagedProcess {
  readonly pid: number;
  private readonly ending: Promise<ProcessEnd>;
  private end: ProcessEnd | undefined;

  private constructor(
    private readonly child: ChildProcess,
    readonly name: string,
    readonly logFile: string,
    private readonly logOffset: number,
  ) {
    this.pid = child.pid!;
    watch(this.pid);
    child.unref(); // a child that is not stopped does not keep this process running
    this.ending = new Promise((resolve) => {
      child.once('exit', (code, signal) => {
        this.end = { code, signal };
        forget(this.pid);
        resolve(this.end);
      });
    });
  }

  /** Starts a process and returns it before it is ready. Throws if there is no such command. */
  static async start(options: ProcessOptions): Promise<ManagedProcess> {
    const { name, command, args = [], runDir, env = {}, cwd } = options;
    const logFile = join(runDir, `${name}.log`);
    const log = openSync(logFile, 'a', 0o600);
    const offset = statSync(logFile).size;
    try {
      const child = spawn(command, args, {
        cwd,
        env: { PATH: searchPath, ...env },
        stdio: ['ignore', log, log],
        detached: true,
      });
      if (child.pid === undefined) await once(child, 'spawn'); // throws why it did not start
      return new ManagedProcess(child, name, logFile, offset);
    } finally {
      closeSync(log);
    }
  }

  /** Resolves when it has ended, with how it ended; never rejects. */
  get exited(): Promise<ProcessEnd> {
    this.child.ref();
    return this.ending;
  }

  get running(): boolean {
    return this.end === undefined;
  }

  /** Returns what this process has printed so far, without the output of earlier processes in the same log file. */
  output(): string {
    return readFileSync(this.logFile).subarray(this.logOffset).toString();
  }

  /** Waits until its output matches. Throws if it ends before, or after `timeoutMs`. */
  waitForOutput(pattern: RegExp, timeoutMs?: number): Promise<RegExpMatchArray> {
    return this.until(
      () => this.output().match(pattern) ?? undefined,
      `${this.name} to print ${pattern.source}`,
      timeoutMs,
    );
  }

  /** Does what `eventually` does, but throws at once if the process ends, with its last output. */
  until<T>(look: () => Promise<T | undefined> | T | undefined, what: string, timeoutMs?: number): Promise<T> {
    const lookWhileRunning = async () => {
      const ended = !this.running;
      const seen = await look();
      if (seen === undefined && ended) throw this.earlyEnd();
      return seen;
    };
    return eventually(lookWhileRunning, { what, timeoutMs });
  }

  /** Does what `until` does, and kills the process if that throws. */
  async ready<T>(look: () => Promise<T | undefined> | T | undefined, what: string, timeoutMs?: number): Promise<void> {
    try {
      await this.until(look, what, timeoutMs);
      // Somebody else may have responded in its place.
      if (!this.running) throw this.earlyEnd();
    } catch (error) {
      await this.kill();
      throw error;
    }
  }

  /** Sends `signal`, and kills its process group after `graceMs`. Thaws it first, since a frozen process handles no signals. */
  async stop(signal: NodeJS.Signals = 'SIGTERM', graceMs = 30_000): Promise<ProcessEnd> {
    if (!this.running) return this.exited;
    this.thaw();
    process.kill(this.pid, signal);
    const waiting = new AbortController();
    const killing = delay(graceMs, undefined, { signal: waiting.signal }).then(
      () => this.kill(),
      () => undefined,
    );
    const end = await this.exited;
    waiting.abort();
    await killing;
    return end;
  }

  /** Kills it, and every process that it started, with SIGKILL. */
  async kill(): Promise<ProcessEnd> {
    this.signalGroup('SIGKILL');
    return this.exited;
  }

  /** Sends SIGSTOP: the process keeps its connections and does nothing. */
  freeze(): void {
    this.signalGroup('SIGSTOP');
  }

  /** Sends SIGCONT: the process goes on after `freeze`. */
  thaw(): void {
    this.signalGroup('SIGCONT');
  }

  private signalGroup(signal: NodeJS.Signals): void {
    if (this.running) process.kill(-this.pid, signal);
  }

  private earlyEnd(): Error {
    return new Error(`${this.name} ended (${this.end?.signal ?? `code ${this.end?.code}`}):\n${this.lastOutput()}`);
  }

  private lastOutput(): string {
    return this.output().trimEnd().split('\n').slice(-15).join('\n');
  }
}
