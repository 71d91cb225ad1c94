import { type Check, type Fault, type Faults, type Found } from './check.js';
import { fill } from './fill.js';
import { messageOf } from './message-of.js';

/** What `doctor` reports, and the elements of `findings` in its JSON. */
export interface Finding {
  readonly check: string;
  readonly level: 'ok' | 'warning' | 'problem';
  /** Which fault of the check; null where all is well. */
  readonly fault: string | null;
  readonly text: string;
  /** What to do; null where there is nothing to do. */
  readonly advice: string | null;
}

/** The one fault that every check has: it could not be made. */
export const UNFINISHED = {
  level: 'problem',
  says: 'This could not be checked: {reason}.',
  advice: 'Follow the advice of the findings before this one, then run vx11 doctor again.',
} as const satisfies Fault;

/** What one check has found. */
export class Findings implements Found<Faults> {
  readonly all: Finding[] = [];
  /** Whether one of them leaves the other checks of the group nothing to look at. */
  ended = false;
  /** Why the check had nothing to look at. */
  skipped: string | undefined;

  constructor(private readonly check: Pick<Check<never>, 'id' | 'faults'>) {}

  ok(text: string): void {
    this.all.push({ check: this.check.id, level: 'ok', fault: null, text, advice: null });
  }

  skip(why: string): void {
    this.skipped = why;
  }

  fault(name: string, values: Readonly<Record<string, string | number>> = {}): void {
    const fault = this.check.faults[name];
    if (fault === undefined) throw new Error(`${this.check.id} has no fault ${name}`);
    this.#add(name, fault, values);
    this.ended ||= fault.ends === true;
  }

  unfinished(error: unknown): void {
    this.#add('unfinished', UNFINISHED, { reason: messageOf(error) });
  }

  #add(name: string, { level, says, advice }: Fault, values: Readonly<Record<string, string | number>>): void {
    const text = fill(says, values);
    // Where a check tries something several times, it may find the same each time.
    if (this.all.some((finding) => finding.text === text)) return;
    this.all.push({ check: this.check.id, level, fault: name, text, advice });
  }
}
