import { check } from '../check.js';
import { HIDDEN, type InstancesScene } from './instances-scene.js';

const BEHIND = 1_000;

export const lag = check({
  id: 'instances-lag',
  looksAt: 'how many events of the log each instance has not read yet',
  faults: {
    behind: {
      level: 'warning',
      says: '{id} is {entries} events behind the log.',
      advice: 'See whether the instance has enough CPU, and whether Redis replies in time.',
    },
  },
  run({ direct }: InstancesScene, found) {
    const known = direct.flatMap(({ id, readiness }) => {
      const { lag_entries: entries } = (readiness?.tail ?? {}) as { lag_entries?: number };
      return entries === undefined ? [] : [{ id, entries }];
    });
    // A tail that does not work has no such number; then the check of readiness says why.
    if (direct.every(({ readiness }) => readiness === undefined)) return found.skip(HIDDEN);
    for (const { id, entries } of known) {
      if (entries >= BEHIND) found.fault('behind', { id, entries });
      else found.ok(`${id} is ${entries} events behind the log.`);
    }
  },
});
