import { type ChildProcess, spawn } from 'node:child_process';
import { eventually } from '../../cluster/eventually.js';
import { searchPath } from '../../cluster/installed.js';
import { forget, watch } from '../../cluster/reaper.js';

/** A command in a terminal of its own, made by `script` of util-linux. */
export class PseudoTerminal {
  /** What it showed. */
  screen = '';
  private readonly script: ChildProcess;

  /** @param command as a shell would be given it */
  constructor(command: string, { cwd, env = {} }: { cwd?: string; env?: Readonly<Record<string, string>> } = {}) {
    const args = ['--quiet', '--return', '--flush', '--command', `echo "pid=$$"; exec ${command}`, '/dev/null'];
    this.script = spawn('script', args, {
      cwd,
      env: { PATH: searchPath, TERM: 'xterm', SHELL: '/bin/sh', ...env },
      stdio: ['pipe', 'pipe', 'ignore'],
      detached: true,
    });
    watch(this.script.pid!);
    this.script.once('exit', () => forget(this.script.pid!));
    this.script.stdin?.on('error', () => undefined);
    this.script.stdout?.setEncoding('utf8').on('data', (text: string) => (this.screen += text));
  }

  /** The process of the command. */
  async pid(): Promise<number> {
    return Number((await this.shows(/pid=(\d+)/))[1]);
  }

  /** Waits until the screen matches. */
  shows(pattern: RegExp, timeoutMs?: number): Promise<RegExpMatchArray> {
    return eventually(() => this.screen.match(pattern) ?? undefined, {
      what: `${pattern} on the screen; there is: ${this.screen.slice(-1_000)}`,
      timeoutMs,
    });
  }

  /** Types, as `\x03` for Ctrl-C. */
  type(keys: string): void {
    this.script.stdin?.write(keys);
  }

  /** Closes the window. */
  close(): void {
    this.script.kill('SIGKILL');
  }
}

/** Waits until there is no such process. */
export async function ends(pid: number): Promise<void> {
  await eventually(() => (isRunning(pid) ? undefined : true), { what: `the end of process ${pid}` });
}

export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
