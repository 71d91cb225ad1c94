import { EVENTS_PER_CALL } from '../../validation/event-rules.js';
import { type Load } from './load.js';
import { misfitsOf } from './misfits.js';
import { settingsFor, type SettingToSet } from './settings-to-set.js';
import { type Steps, stepsOf } from './steps/all-steps.js';
import { warningsOf } from './warnings.js';

export interface Plan {
  readonly load: Load;
  readonly steps: Steps;
  readonly settings: readonly SettingToSet[];
  /** Which of the given bounds it exceeds. */
  readonly misfits: readonly string[];
  readonly warnings: readonly string[];
}

/** Events of so many seconds in one batch: what every plan is compared with. */
export const WINDOW_SECONDS = 0.1;

/** Applies the figures of `measured.ts` to a load. */
export function makePlan(load: Load): Plan {
  const steps = stepsOf(load);
  const batch = Math.min(EVENTS_PER_CALL, Math.floor(load.eventsPerSecond * WINDOW_SECONDS));
  const batched = batch > load.batch ? { batch, steps: stepsOf({ ...load, batch }) } : undefined;
  return {
    load,
    steps,
    settings: settingsFor(steps),
    misfits: misfitsOf(load, steps),
    warnings: warningsOf(load, steps, batched),
  };
}
