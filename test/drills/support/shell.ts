import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { searchPath } from '../../../cluster/installed.js';
import { type Step } from './document.js';
import { prints } from './prints.js';

const run = promisify(execFile);

export interface ShellOptions {
  /** Where commands run. */
  readonly directory: string;
  /** Programs in here are found before all others. */
  readonly programs: string;
  readonly env?: Readonly<Record<string, string>>;
  /** What to read instead of addresses and paths that a page names: here, parts listen and lie elsewhere. Asked before each command. */
  readonly places?: () => Readonly<Record<string, string>>;
}

/** The terminal of somebody who follows a page: what a command sets is there for the next one. */
export class Shell {
  constructor(private readonly options: ShellOptions) {}

  /** Runs a step and returns what it prints. Throws where it fails, or prints something else than the page says. */
  async run(step: Step, timeoutMs?: number): Promise<string> {
    const printed = await this.command(step.command, timeoutMs).catch((error: unknown) => {
      throw new Error(`${step.at}: ${(error as Error).message}`);
    });
    if (step.prints !== undefined && !prints(this.placed(step.prints), printed)) {
      throw new Error(`${step.at} should print\n${step.prints}\nand printed\n${printed}`);
    }
    return printed;
  }

  /** Runs all steps; returns what each printed. */
  async follow(steps: readonly Step[]): Promise<string[]> {
    const printed: string[] = [];
    for (const step of steps) printed.push(await this.run(step));
    return printed;
  }

  /** Runs a command; returns what it prints on both outputs. Throws where it fails or takes longer than `timeoutMs`. */
  async command(text: string, timeoutMs = 180_000): Promise<string> {
    const { directory, programs, env } = this.options;
    const kept = join(directory, '.kept-variables');
    const script = `exec 2>&1; set -a; [ ! -e '${kept}' ] || . '${kept}'; trap "{ export -p; declare -f; } > '${kept}'" EXIT\n${this.placed(text)}`;
    const PATH = `${programs}:${searchPath}`;
    try {
      const options = { cwd: directory, env: { HOME: directory, ...env, PATH }, timeout: timeoutMs };
      return (await run('bash', ['-eu', '-o', 'pipefail', '-c', script], options)).stdout;
    } catch (error) {
      const { stdout = '', code } = error as { stdout?: string; code?: number | string };
      throw new Error(`${text.trim()}\nended with ${code ?? 'no code, in time'}; it printed\n${stdout}`, {
        cause: error,
      });
    }
  }

  private placed(text: string): string {
    const places = Object.entries(this.options.places?.() ?? {});
    return places.reduce((so, [written, here]) => so.replaceAll(written, here), text);
  }
}
