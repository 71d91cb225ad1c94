import { check } from '../check.js';
import { HIDDEN, type InstancesScene } from './instances-scene.js';

export const ready = check({
  id: 'instances-ready',
  looksAt: 'the parts of `/health/ready` of each instance',
  faults: {
    down: {
      level: 'problem',
      says: 'At {id} the part {part} does not work: {message}',
      advice: 'The findings on Redis say more, and so does the log of the instance.',
    },
    degraded: {
      level: 'warning',
      says: 'At {id} the part {part} works, but: {message}',
      advice: 'The findings on Redis say more, and so does the log of the instance.',
    },
  },
  run({ direct }: InstancesScene, found) {
    const known = direct.filter(({ readiness }) => readiness !== undefined);
    if (known.length === 0) return found.skip(HIDDEN);
    for (const { id, readiness } of known) {
      const bad = Object.entries(readiness!).filter(([, { status }]) => status === 'down' || status === 'degraded');
      for (const [part, { status, message = 'it does not say why.' }] of bad)
        found.fault(status === 'down' ? 'down' : 'degraded', { id, part, message });
      if (bad.length === 0) found.ok(`All parts of ${id} work.`);
    }
  },
});
