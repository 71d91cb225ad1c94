import { check } from '../check.js';
import { allOf, HIDDEN, type InstancesScene } from './instances-scene.js';

/** The one that only an instance without Redis counts by itself. Others are counted so while Redis is away, too. */
const TELLING = 'streams_max';
/** Counted by each instance itself, whatever the store is. */
const OWN = 'streams_per_address';

export const limits = check({
  id: 'instances-limits',
  looksAt: 'whether several instances count their limits together',
  faults: {
    apart: {
      level: 'problem',
      says: '{id} counts by itself: {limits}. Its tokens and events are its own, too.',
      advice: 'Give all instances the same REDIS_URL.',
    },
    differ: {
      level: 'warning',
      says: 'The instances do not have the same limits switched on: {limits}.',
      advice: 'Give all instances the same settings.',
    },
  },
  run(scene: InstancesScene, found) {
    const known = scene.direct.flatMap(({ id, readiness }) => {
      const limits = readiness?.limits as Readonly<Record<string, string>> | undefined;
      return limits === undefined ? [] : [{ id, limits }];
    });
    if (known.length === 0) return found.skip(HIDDEN);
    const several = allOf(scene).length > 1;
    const apart = several ? known.filter(({ limits }) => limits[TELLING] === 'this_instance') : [];
    for (const { id, limits } of apart) {
      const own = Object.keys(limits).filter((name) => limits[name] === 'this_instance' && name !== OWN);
      found.fault('apart', { id, limits: own.join(', ') });
    }
    const names = Object.keys(known[0]!.limits);
    const differ = names.filter((name) => new Set(known.map(({ limits }) => limits[name] === 'off')).size > 1);
    if (differ.length > 0) found.fault('differ', { limits: differ.join(', ') });
    if (apart.length > 0 || differ.length > 0) return;
    const off = names.filter((name) => known[0]!.limits[name] === 'off');
    found.ok(`${several ? 'Counted together' : 'Counted'}; off: ${off.join(', ') || 'none'}.`);
  },
});
