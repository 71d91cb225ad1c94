import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { eventually } from './eventually.js';
import { searchPath } from './installed.js';
import { forget, watch } from './reaper.js';

export interface ProcessOptions {
  /** Names the log file: `<runDir>/<name>.log`. */
  name: string;
  command: string;
  args?: readonly string[];
  runDir: string;
  /** The whole environment; PATH is added. Nothing else is inherited from this process. */
  env?: Readonly<Record<string, string>>;
  cwd?: string;
}

export interface ProcessEnd {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/**
 * A child process in its own process group, which ends with this process at the latest.
 * What it prints is appended to its log file.
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
    child.unref(); // one that was forgotten does not keep us from ending
    this.ending = new Promise((resolve) => {
      child.once('exit', (code, signal) => {
        this.end = { code, signal };
        forget(this.pid);
        resolve(this.end);
      });
    });
  }

  /** Starts it; the promise is kept when it runs, not when it is ready. Throws when there is no such command. */
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
      if (child.pid === undefined) await once(child, 'spawn'); // throws what kept it from starting
      return new ManagedProcess(child, name, logFile, offset);
    } finally {
      closeSync(log);
    }
  }

  /** How it ended; never rejects. */
  get exited(): Promise<ProcessEnd> {
    this.child.ref();
    return this.ending;
  }

  get running(): boolean {
    return this.end === undefined;
  }

  /** What this process (not an earlier one with the same log file) has printed so far. */
  output(): string {
    return readFileSync(this.logFile).subarray(this.logOffset).toString();
  }

  /** Waits until its output matches. Throws when it exits first, or after `timeoutMs`. */
  waitForOutput(pattern: RegExp, timeoutMs = 15_000): Promise<RegExpMatchArray> {
    return this.until(
      () => this.output().match(pattern) ?? undefined,
      `${this.name} to print ${pattern.source}`,
      timeoutMs,
    );
  }

  /** Like `eventually`, but throws at once, with the end of its output, when the process exits. */
  until<T>(look: () => Promise<T | undefined> | T | undefined, what: string, timeoutMs?: number): Promise<T> {
    const lookWhileRunning = async () => {
      const ended = !this.running;
      const seen = await look();
      if (seen === undefined && ended)
        throw new Error(`${this.name} ended (${this.howItEnded()}):\n${this.lastWords()}`);
      return seen;
    };
    return eventually(lookWhileRunning, { what, timeoutMs });
  }

  /** Like `until`, for a process that is starting: if it does not get there, it is killed. */
  async ready<T>(look: () => Promise<T | undefined> | T | undefined, what: string, timeoutMs?: number): Promise<void> {
    try {
      await this.until(look, what, timeoutMs);
    } catch (error) {
      await this.kill();
      throw error;
    }
  }

  /** Asks it to end with `signal`; what is left after `graceMs` is killed. Thaws it first: a frozen process handles no signals. */
  async stop(signal: NodeJS.Signals = 'SIGTERM', graceMs = 10_000): Promise<ProcessEnd> {
    if (!this.running) return this.exited;
    this.thaw();
    process.kill(this.pid, signal);
    const waiting = new AbortController();
    const patience = delay(graceMs, undefined, { signal: waiting.signal }).then(
      () => this.kill(),
      () => undefined,
    );
    const end = await this.exited;
    waiting.abort();
    await patience;
    return end;
  }

  /** kill -9, with everything it started. */
  async kill(): Promise<ProcessEnd> {
    this.signalGroup('SIGKILL');
    return this.exited;
  }

  /** SIGSTOP: it is there, holds its connections, and does nothing. */
  freeze(): void {
    this.signalGroup('SIGSTOP');
  }

  /** SIGCONT. */
  thaw(): void {
    this.signalGroup('SIGCONT');
  }

  private signalGroup(signal: NodeJS.Signals): void {
    if (this.running) process.kill(-this.pid, signal);
  }

  private howItEnded(): string {
    return this.end?.signal ?? `code ${this.end?.code}`;
  }

  private lastWords(): string {
    return this.output().trimEnd().split('\n').slice(-15).join('\n');
  }
}
