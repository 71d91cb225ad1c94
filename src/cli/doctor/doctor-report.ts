import { printable } from '../printable.js';
import { type Terminal } from '../terminal.js';
import { type Finding } from './finding.js';

const INDENT = ' '.repeat(9);

/** Prints a line for each finding as it comes, with the advice below it; or one JSON document at the end. */
export class DoctorReport {
  readonly #begun = performance.now();
  readonly #findings: Finding[] = [];
  readonly #skipped: { readonly what: string; readonly why: string }[] = [];

  constructor(
    private readonly terminal: Pick<Terminal, 'stdout'>,
    private readonly json: boolean,
    /** Takes secrets out of a text. Findings have none; an error of another program might. */
    private readonly redact: (text: string) => string,
  ) {}

  count(level: Finding['level']): number {
    return this.#findings.filter((finding) => finding.level === level).length;
  }

  async add(found: Finding): Promise<void> {
    const finding = { ...found, text: this.#safe(found.text) };
    this.#findings.push(finding);
    if (this.json) return;
    await this.terminal.stdout.line(`${finding.level.padEnd(7)}  ${finding.check}: ${finding.text}`);
    if (finding.advice !== null) await this.terminal.stdout.line(`${INDENT}${finding.advice}`);
  }

  /** `what` is a group or a check; `why` says as a sentence why there was nothing to look at. */
  async skip(what: string, why: string): Promise<void> {
    const skipped = { what, why: this.#safe(why) };
    this.#skipped.push(skipped);
    if (!this.json) await this.terminal.stdout.line(`skipped  ${what}: ${skipped.why}`);
  }

  async summary(): Promise<void> {
    const [problems, warnings] = [this.count('problem'), this.count('warning')];
    const seconds = Number(((performance.now() - this.#begun) / 1_000).toFixed(1));
    const document = { problems, warnings, seconds, findings: this.#findings, skipped: this.#skipped };
    const counts = [count(this.#findings.length, 'finding'), count(problems, 'problem'), count(warnings, 'warning')];
    await this.terminal.stdout.line(
      this.json ? JSON.stringify(document, null, 2) : `${counts.join(', ')}, ${seconds.toFixed(1)} s`,
    );
  }

  #safe(text: string): string {
    return printable(this.redact(text));
  }
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
