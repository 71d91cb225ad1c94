import { type StepResult } from './load-step.js';

/** How the highest good rate is searched. */
export interface SearchOptions {
  /** The first rate, events/s. */
  from: number;
  /** The highest rate to try. */
  limit: number;
  /** How often the interval between the last good and the first bad rate is halved. */
  refinements: number;
  /** Measures one rate. */
  attempt: (this: void, rate: number) => Promise<Attempt>;
}

/** The result of one rate. */
export interface Attempt {
  step: StepResult;
  good: boolean;
  /** Whether it was not good by little, perhaps because the machine was busy with something else. */
  narrow: boolean;
}

/**
 * Doubles the rate until it is not good (if it fails by little, twice in a row), then halves the interval between the last good
 * and the first bad rate. Returns the step with the highest good rate, if any was good.
 */
export async function findSaturation(search: SearchOptions): Promise<StepResult | undefined> {
  const { from, limit, refinements, attempt } = search;
  let best: StepResult | undefined;
  let good = 0;
  let bad = Infinity;
  const learn = ({ step, good: held }: Attempt, rate: number) => {
    if (held) [best, good] = [step, rate];
    else bad = rate;
  };
  for (let rate = from; rate <= limit && bad === Infinity; rate *= 2) {
    const first = await attempt(rate);
    learn(first.narrow ? await attempt(rate) : first, rate);
  }
  for (let round = 0; round < refinements && bad < Infinity; round++) {
    const rate = Math.round(good === 0 ? bad / 2 : Math.sqrt(good * bad));
    learn(await attempt(rate), rate);
  }
  return best;
}
