import { check } from '../check.js';
import { allOf, type InstancesScene } from './instances-scene.js';

const OFF_MS = 2_000;

export const clocks = check({
  id: 'instances-clocks',
  looksAt: 'the clock of each instance against that of this host',
  faults: {
    off: {
      level: 'warning',
      says: 'The clock of {id} differs by {seconds} s from that of this host.',
      advice: 'Let NTP run on both. Tokens do not depend on it; times in events and logs do, and the expiry of JWTs.',
    },
  },
  run(scene: InstancesScene, found) {
    const all = allOf(scene).map(({ id, aheadMs }) => ({ id, offMs: Math.abs(aheadMs) }));
    const off = all.filter(({ offMs }) => offMs > OFF_MS);
    for (const { id, offMs } of off) found.fault('off', { id, seconds: (offMs / 1_000).toFixed(1) });
    if (off.length > 0) return;
    found.ok(`All clocks are within ${Math.ceil(Math.max(...all.map(({ offMs }) => offMs)))} ms of this host.`);
  },
});
