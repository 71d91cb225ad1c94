import { SEVERITIES, type SeverityName } from '../events/severity.js';

/** Seconds that the chart shows. */
export const SECONDS = 120;

/** How many events arrived in one second, by severity. */
export type Counts = Record<SeverityName, number>;

const none = (): Counts => ({ critical: 0, error: 0, warn: 0, info: 0 });

/** Counts the events of the last two minutes by the second in which they happened. */
export class Rates {
  readonly #counts: Counts[] = Array.from({ length: SECONDS + 1 }, none);
  #second = 0;

  /** Counts an event of the time `atMs`, the present if absent. It is left out if that is before the chart begins. */
  add(severity: SeverityName, nowMs: number, atMs = nowMs): void {
    this.#moveTo(nowMs);
    const counts = this.#counts.at(-1 - Math.max(0, this.#second - Math.floor(atMs / 1_000)));
    if (counts) counts[severity] += 1;
  }

  /** The whole seconds before this one, oldest first. */
  at(nowMs: number): readonly Counts[] {
    this.#moveTo(nowMs);
    return this.#counts.slice(0, -1);
  }

  #moveTo(nowMs: number): void {
    const second = Math.floor(nowMs / 1_000);
    const steps = Math.min(second - this.#second, SECONDS + 1);
    for (let step = 0; step < steps; step++) {
      this.#counts.shift();
      this.#counts.push(none());
    }
    if (steps > 0) this.#second = second;
  }
}

export const totalOf = (counts: Counts): number => SEVERITIES.reduce((sum, severity) => sum + counts[severity], 0);
