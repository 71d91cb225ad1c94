import { type Group } from '../group.js';
import { clocks } from './clocks.js';
import { found } from './found.js';
import { type InstancesScene, instancesScene } from './instances-scene.js';
import { lag } from './lag.js';
import { limits } from './limits.js';
import { ready } from './ready.js';
import { versions } from './versions.js';

export const INSTANCES: Group<InstancesScene> = {
  name: 'instances',
  checks: [found, versions, clocks, ready, lag, limits],
  async open(target) {
    return { scene: await instancesScene(target) };
  },
};
