import { type Finding } from '../../../../src/cli/doctor/finding.js';
import { EXIT_CODES } from '../../../../src/cli/exit-codes.js';
import { run } from '../../../../src/cli/run.js';
import { MemoryTerminal } from '../../support/memory-terminal.js';
import { vx11 } from '../../support/vx11.js';

export interface Diagnosis {
  /** The name of the exit code. */
  readonly exit: string;
  readonly findings: readonly Finding[];
  readonly skipped: readonly { readonly what: string; readonly why: string }[];
  /** Everything that was printed. */
  readonly text: string;
  /** The faults of its warnings and problems, as `check.fault`. */
  readonly faults: readonly string[];
  /** What a check says first. */
  readonly textOf: (check: string) => string;
}

type Variables = Readonly<Record<string, string>>;

/** Runs `vx11 doctor --json` in this process, with these variables alone. */
export async function doctor(args: readonly string[], env: Variables): Promise<Diagnosis> {
  const terminal = new MemoryTerminal({ ...env });
  const code = await run(['doctor', '--json', '--env-file', '/dev/null', ...args], terminal);
  return diagnosis(code, terminal.text, terminal.errors);
}

/** Returns the diagnosis without a Redis that is slow: on a busy machine each is, whatever else is wrong with it. */
export function apartFromLatency({ faults, ...diagnosis }: Diagnosis): Diagnosis {
  return { ...diagnosis, faults: faults.filter((fault) => fault !== 'redis-latency.slow') };
}

/** Returns the faults without a stream whose first bytes are slow: on a busy machine each is. */
export function apartFromSpeed(faults: readonly string[]): string[] {
  return faults.filter((fault) => fault !== 'front-buffering.slow');
}

/** As `doctor`, in a process of its own: where it is about what node reads when it starts. */
export async function doctorProcess(args: readonly string[], env: Variables): Promise<Diagnosis> {
  const { code, stdout, stderr } = await vx11(['doctor', '--json', ...args], { env });
  return diagnosis(code, stdout, stderr);
}

function diagnosis(code: number, stdout: string, stderr: string): Diagnosis {
  const exit = Object.entries(EXIT_CODES).find(([, row]) => row.code === code)![0];
  if (stdout === '') throw new Error(`${exit}: ${stderr}`);
  const { findings, skipped } = JSON.parse(stdout) as Pick<Diagnosis, 'findings' | 'skipped'>;
  return {
    exit,
    findings,
    skipped,
    text: stdout + stderr,
    faults: findings.flatMap(({ check, fault }) => (fault === null ? [] : [`${check}.${fault}`])),
    textOf: (check) => findings.find((finding) => finding.check === check)?.text ?? '',
  };
}
