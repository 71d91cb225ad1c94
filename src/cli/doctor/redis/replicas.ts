import { check } from '../check.js';
import { infoOf, type RedisScene } from './redis-scene.js';

const LAG_SECONDS = 10;

export const replicas = check({
  id: 'redis-replicas',
  looksAt: 'the replicas of the primary, and how far they are',
  faults: {
    none: {
      level: 'problem',
      says: 'The primary has no replica, so Sentinel has nothing to promote.',
      advice: 'Start a replica, and send it REPLICAOF: docs/production/high-availability.md.',
    },
    behind: {
      level: 'warning',
      says: 'The replica {replica} is {state}, and was last heard {seconds} s ago: a failover to it loses events.',
      advice: 'See the log of the replica, its disk and the network between the two.',
    },
    few: {
      level: 'problem',
      says: 'No replica is good enough for min-replicas-to-write, so the primary may refuse writes.',
      advice: 'Bring the replicas back, or lower min-replicas-to-write.',
    },
  },
  async run({ settings, ...scene }: RedisScene, found) {
    const info = await infoOf(scene);
    if (info.text('role') !== 'master') return;
    const all = info.replicas;
    const behind = all.filter(({ state, lagSeconds }) => state !== 'online' || lagSeconds > LAG_SECONDS);
    const alone = all.length === 0 && settings.sentinels.length > 0;
    const few = info.number('min_slaves_good_slaves') === 0;
    for (const { address: replica, state, lagSeconds } of behind)
      found.fault('behind', { replica, state, seconds: lagSeconds });
    if (alone) found.fault('none');
    if (few) found.fault('few');
    if (behind.length > 0 || alone || few) return;
    found.ok(
      all.length === 0 ? 'There are no replicas, and no Sentinel.' : `Up to date: ${all.length} of ${all.length}.`,
    );
  },
});
