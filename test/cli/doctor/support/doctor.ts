import { type Finding } from '../../../../src/cli/doctor/finding.js';
import { EXIT_CODES } from '../../../../src/cli/exit-codes.js';
import { run } from '../../../../src/cli/run.js';
import { MemoryTerminal } from '../../support/memory-terminal.js';

export interface Diagnosis {
  /** The name of the exit code. */
  readonly exit: string;
  readonly findings: readonly Finding[];
  readonly skipped: readonly { readonly group: string; readonly why: string }[];
  /** Everything that was printed. */
  readonly text: string;
  /** The faults of its warnings and problems, as `check.fault`. */
  readonly faults: readonly string[];
  /** What a check says first. */
  readonly textOf: (check: string) => string;
}

/** Runs `vx11 doctor --json` in this process, with these variables alone. */
export async function doctor(args: readonly string[], env: Record<string, string>): Promise<Diagnosis> {
  const terminal = new MemoryTerminal(env);
  const code = await run(['doctor', '--json', '--env-file', '/dev/null', ...args], terminal);
  const exit = Object.entries(EXIT_CODES).find(([, row]) => row.code === code)![0];
  if (terminal.text === '') throw new Error(`${exit}: ${terminal.errors}`);
  const { findings, skipped } = JSON.parse(terminal.text) as Pick<Diagnosis, 'findings' | 'skipped'>;
  return {
    exit,
    findings,
    skipped,
    text: terminal.text + terminal.errors,
    faults: findings.flatMap(({ check, fault }) => (fault === null ? [] : [`${check}.${fault}`])),
    textOf: (check) => findings.find((finding) => finding.check === check)?.text ?? '',
  };
}
