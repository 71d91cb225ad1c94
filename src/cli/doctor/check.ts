import { type Blanks, type Values } from './fill.js';

/** One thing that may be wrong. `says` has blanks, as in `{policy}`, for what was seen. */
export interface Fault {
  /** A warning may be meant so; a problem is not. */
  readonly level: 'warning' | 'problem';
  readonly says: string;
  /** What to do, in the imperative. */
  readonly advice: string;
  /** Whether the checks after this one, of the same group, have nothing to look at then. */
  readonly ends?: true;
}

export type Faults = Readonly<Record<string, Fault>>;

/** Takes what a check has found. A check that looks at several things finds several. */
export interface Found<F extends Faults> {
  /** `text` says what was seen, as a sentence. */
  ok(text: string): void;
  /** `why` says as a sentence why the check has nothing to look at. */
  skip(why: string): void;
  fault<K extends keyof F & string>(
    name: K,
    ...values: [Blanks<F[K]['says']>] extends [never] ? [] : [Values<F[K]['says']>]
  ): void;
}

/** One check of `doctor`. `Scene` is what all checks of its group look at. */
export interface Check<Scene, F extends Faults = Faults> {
  /** Begins with the name of its group. Scripts rely on it: it never changes. */
  readonly id: string;
  /** What it looks at, for the reference. */
  readonly looksAt: string;
  readonly faults: F;
  /** Anything thrown means that the check could not be made. */
  run(scene: Scene, found: Found<F>): Promise<void> | void;
}

/** Returns `definition`, whose `found.fault` takes exactly its own faults and the blanks of each. */
export function check<Scene, const F extends Faults>(definition: Check<Scene, F>): Check<Scene> {
  return definition;
}
