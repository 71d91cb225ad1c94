import { type StepResult } from './load-step.js';

export interface SearchOptions {
  /** Events/s to begin with. */
  from: number;
  /** Highest rate tried. */
  limit: number;
  /** How often the interval between the last good and the first bad rate is halved. */
  refinements: number;
  /** One rate, tried. */
  attempt: (this: void, rate: number) => Promise<Attempt>;
}

export interface Attempt {
  step: StepResult;
  good: boolean;
  /** It was not good, but not by far: perhaps the machine was busy with something else. */
  narrow: boolean;
}

/**
 * Doubles the rate until it is too much (twice in a row where it failed narrowly), then halves the interval: the best
 * step that was good, if any was.
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
