import { printable } from '../printable.js';
import { type Terminal } from '../terminal.js';

/** How one check ended. */
export interface CheckResult {
  readonly check: string;
  readonly instance: string;
  readonly ok: boolean;
  readonly ms: number;
  /** What the check found, or why it failed. */
  readonly detail: string;
}

/** Prints a line for each check when it ends, or one JSON document at the end. */
export class SmokeReport {
  readonly #begun = performance.now();
  readonly #results: CheckResult[] = [];

  constructor(
    private readonly terminal: Terminal,
    private readonly json: boolean,
  ) {}

  get failed(): number {
    return this.#results.filter(({ ok }) => !ok).length;
  }

  async add(result: CheckResult): Promise<void> {
    this.#results.push(result);
    const { check, instance, ok, ms, detail } = result;
    if (this.json) return;
    await this.terminal.stdout.line(
      `${ok ? 'ok  ' : 'FAIL'}  ${check.padEnd(10)}  ${instance}  ${ms} ms  ${printable(detail)}`,
    );
  }

  async summary(): Promise<void> {
    const seconds = ((performance.now() - this.#begun) / 1_000).toFixed(1);
    const text = this.json
      ? JSON.stringify({ ok: this.failed === 0, seconds: Number(seconds), checks: this.#results }, null, 2)
      : `${this.#results.length} checks, ${this.failed} failed, ${seconds} s`;
    await this.terminal.stdout.line(text);
  }
}
