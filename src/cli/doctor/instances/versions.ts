import { check } from '../check.js';
import { allOf, type InstancesScene } from './instances-scene.js';

export const versions = check({
  id: 'instances-versions',
  looksAt: 'whether all instances have the same version',
  faults: {
    differ: {
      level: 'warning',
      says: 'The versions differ: {versions}.',
      advice: 'Finish the upgrade, or the rollback. While it goes on this is as it should be.',
    },
  },
  run(scene: InstancesScene, found) {
    const all = allOf(scene);
    const distinct = new Set(all.map(({ version }) => version));
    const versions = all.map(({ id, version }) => `${id} has ${version}`).join(', ');
    if (distinct.size > 1) found.fault('differ', { versions });
    else found.ok(`The version is ${[...distinct].join('')}.`);
  },
});
