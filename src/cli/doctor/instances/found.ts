import { check } from '../check.js';
import { allOf, type InstancesScene } from './instances-scene.js';

export const found = check({
  id: 'instances-found',
  looksAt: 'each `--instance`, and which instances stand behind `--url`, by asking there until no other one responds',
  faults: {
    away: {
      level: 'problem',
      says: 'No instance responds at {address}: {reason}.',
      advice: 'See whether the instance runs, and its log. Correct --instance if it is not meant to.',
    },
    none: {
      level: 'problem',
      says: 'No instance responds at {url}: {reason}.',
      advice: 'See whether the instances and what stands in front of them run; --url names another address.',
      ends: true,
    },
    unused: {
      level: 'warning',
      says: 'None of {asked} requests to {url} reached {id}.',
      advice: 'Add the instance to the list of what stands in front: NGINX_UPSTREAMS of the shipped nginx.',
    },
    unnamed: {
      level: 'warning',
      says: '{url} also leads to {id}, which --instance does not name.',
      advice: 'Name it too; or take it out of the list of what stands in front.',
    },
    twins: {
      level: 'warning',
      says: '{one} and {other} have the same instance id, {id}.',
      advice: 'Name each instance once, and give each a VX11_INSTANCE_ID of its own.',
    },
  },
  run(scene: InstancesScene, report) {
    const { url, direct, away, behind } = scene;
    for (const missing of away) report.fault('away', missing);
    const all = allOf(scene);
    if (all.length === 0 && 'reason' in behind) return report.fault('none', { url, reason: behind.reason });
    direct.forEach(({ id, address: other }, index) => {
      const twin = direct.slice(0, index).find((before) => before.id === id);
      if (twin) report.fault('twins', { one: twin.address, other, id });
    });
    if (!('reason' in behind) && direct.length > 0) {
      const [inside, outside] = [direct, behind.instances].map((instances) => new Set(instances.map(({ id }) => id)));
      for (const id of inside!) if (!outside!.has(id)) report.fault('unused', { asked: behind.asked, url, id });
      for (const id of outside!) if (!inside!.has(id)) report.fault('unnamed', { url, id });
    }
    report.ok(`Found: ${all.map(({ id }) => id).join(', ')}.`);
  },
});
