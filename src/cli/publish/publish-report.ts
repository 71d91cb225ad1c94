import { type Terminal } from '../terminal.js';
import { printable } from '../printable.js';
import { type RefusedLine } from './prepared-event.js';

export interface ReportOptions {
  /** Prints refused lines and the summary as NDJSON on standard output. */
  readonly json: boolean;
  /** Prints no progress and no summary on standard error. */
  readonly quiet: boolean;
}

const PROGRESS_MS = { terminal: 500, log: 10_000 } as const;

/** Counts published and refused lines, and prints progress, refused lines and a summary. */
export class PublishReport {
  readonly #begun = performance.now();
  readonly #counts = { published: 0, refused: 0, batches: 0, retries: 0 };
  #shownAt = performance.now();

  constructor(
    private readonly terminal: Terminal,
    private readonly options: ReportOptions,
  ) {}

  get refusedLines(): number {
    return this.#counts.refused;
  }

  async published(events: number): Promise<void> {
    this.#counts.published += events;
    this.#counts.batches += 1;
    await this.#progress();
  }

  async refused({ place, reason }: RefusedLine): Promise<void> {
    this.#counts.refused += 1;
    const { stdout } = this.terminal;
    if (this.options.json) await stdout.line(JSON.stringify({ refused: place, reason }));
    else await this.#say(`line ${place} refused: ${printable(reason)}`);
  }

  /** Reports that an attempt failed and the next follows in `ms`. */
  async waiting(reason: string, ms: number): Promise<void> {
    this.#counts.retries += 1;
    if (!this.options.quiet) await this.#say(`${printable(reason)}; trying again in ${(ms / 1_000).toFixed(1)} s`);
  }

  /** Prints the final counts. */
  async summary(): Promise<void> {
    const seconds = (performance.now() - this.#begun) / 1_000;
    if (this.options.json)
      await this.terminal.stdout.line(JSON.stringify({ ...this.#counts, seconds: Number(seconds.toFixed(3)) }));
    if (!this.options.quiet) await this.#say(this.#state());
  }

  async #progress(): Promise<void> {
    const { stderr } = this.terminal;
    const now = performance.now();
    const due = this.#shownAt + (stderr.isTerminal ? PROGRESS_MS.terminal : PROGRESS_MS.log);
    if (this.options.quiet || now < due) return;
    this.#shownAt = now;
    await (stderr.isTerminal ? stderr.write(`\r\u001b[K${this.#state()}`) : stderr.line(this.#state()));
  }

  #state(): string {
    const { published, refused } = this.#counts;
    const rate = Math.round(published / Math.max((performance.now() - this.#begun) / 1_000, 0.001));
    return `${published} published, ${refused} refused, ${rate}/s`;
  }

  /** Prints a line. At a terminal it first clears the line, which shows the progress. */
  async #say(text: string): Promise<void> {
    const { stderr } = this.terminal;
    await stderr.line(stderr.isTerminal ? `\r\u001b[K${text}` : text);
  }
}
