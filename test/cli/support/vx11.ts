import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../../../cluster/eventually.js';
import { repositoryFile } from '../../../cluster/repository.js';

export interface Vx11Options {
  readonly env?: Readonly<Record<string, string>>;
  /** Standard input; left open without it. */
  readonly stdin?: string;
  /** Where standard output goes instead of into `stdout`. */
  readonly stdoutFile?: number;
}

/** The processes that a test has started and that its file ends, if the test fails. */
const running = new Set<Vx11>();
afterAll(() => running.forEach((process) => process.signal('SIGKILL')));

/** A running `vx11`, as a process of its own in an empty directory. */
export class Vx11 {
  readonly #process: ChildProcess;
  readonly #directory = mkdtempSync(join(tmpdir(), 'vx11-cli-'));
  readonly exit: Promise<number>;
  stdout = '';
  stderr = '';

  constructor(args: readonly string[], { env = {}, stdin, stdoutFile }: Vx11Options = {}) {
    this.#process = spawn(process.execPath, [repositoryFile('dist/cli/main.js'), ...args], {
      cwd: this.#directory,
      env: { PATH: process.env['PATH'], ...env },
      stdio: ['pipe', stdoutFile ?? 'pipe', 'pipe'],
    });
    this.#process.stdout?.setEncoding('utf8').on('data', (text: string) => (this.stdout += text));
    this.#process.stderr?.setEncoding('utf8').on('data', (text: string) => (this.stderr += text));
    this.#process.stdin?.on('error', () => undefined);
    if (stdin !== undefined) this.end(stdin);
    running.add(this);
    this.exit = new Promise((resolve) =>
      this.#process.once('close', (code) => {
        running.delete(this);
        rmSync(this.#directory, { recursive: true, force: true });
        resolve(code ?? -1);
      }),
    );
  }

  get lines(): string[] {
    return this.stdout.split('\n').slice(0, -1);
  }

  write(text: string): void {
    this.#process.stdin?.write(text);
  }

  end(text = ''): void {
    this.#process.stdin?.end(text);
  }

  /** Closes standard output, as `head` does. */
  closeStdout(): void {
    this.#process.stdout?.destroy();
  }

  signal(name: 'SIGINT' | 'SIGTERM' | 'SIGKILL'): void {
    this.#process.kill(name);
  }

  /** Waits until so many lines were printed. */
  async printed(count: number): Promise<string[]> {
    const what = `${count} lines; there are ${this.lines.length}; standard error: ${this.stderr.slice(-500)}`;
    return eventually(() => (this.lines.length >= count ? this.lines : undefined), { what });
  }

  async complained(pattern: RegExp): Promise<void> {
    await eventually(() => pattern.test(this.stderr) || undefined, { what: `${pattern} on standard error` });
  }
}

/** Runs `vx11` to its end. */
export async function vx11(
  args: readonly string[],
  options: Vx11Options = {},
): Promise<{ code: number; stdout: string; stderr: string }> {
  const process = new Vx11(args, { stdin: '', ...options });
  const code = await process.exit;
  return { code, stdout: process.stdout, stderr: process.stderr };
}
