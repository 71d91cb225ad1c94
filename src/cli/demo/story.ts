import { type Severity } from '../../validation/event-rules.js';

/** One event of a story. */
export interface Step {
  readonly severity: Severity;
  readonly type: string;
  readonly summary: string;
  readonly payload?: Readonly<Record<string, unknown>>;
}

/** What happens to one module, from the first sign to the end. */
export interface Story {
  readonly module: string;
  readonly steps: readonly Step[];
}

/** Makes what differs between two tellings of a story. */
export interface Chance {
  /** A whole number, both ends included. */
  readonly number: (from: number, to: number) => number;
  readonly one: <T>(of: readonly T[]) => T;
}

export function chance(random: () => number): Chance {
  const number = (from: number, to: number) => from + Math.floor(random() * (to - from + 1));
  return { number, one: (of) => of[number(0, of.length - 1)]! };
}
