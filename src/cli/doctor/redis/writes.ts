import { refusalOf } from '../../../redis/write-refusal.js';
import { check } from '../check.js';
import { messageOf } from '../message-of.js';
import { PROBE_KEY, type RedisScene, sessionOf } from './redis-scene.js';

const ADVICE = {
  readonly: 'Let REDIS_URL name the primary.',
  oom: 'Raise maxmemory, or lower VX11_LOG_MAX_BYTES at all instances.',
  disk: 'Make room on the disk of Redis.',
  noreplicas: 'Bring the replicas back, or lower min-replicas-to-write.',
  other: 'See the log of Redis.',
};

export const writes = check({
  id: 'redis-writes',
  looksAt: 'whether Redis takes a write, tried with a key of its own that expires',
  faults: {
    readonly: { level: 'problem', says: 'Redis is a replica and takes no writes: {reason}.', advice: ADVICE.readonly },
    oom: { level: 'problem', says: 'Redis has no memory left and takes no writes: {reason}.', advice: ADVICE.oom },
    disk: {
      level: 'problem',
      says: 'Redis cannot write to its disk and takes no writes: {reason}.',
      advice: ADVICE.disk,
    },
    noreplicas: {
      level: 'problem',
      says: 'Redis misses replicas and takes no writes: {reason}.',
      advice: ADVICE.noreplicas,
    },
    other: { level: 'problem', says: 'Redis refuses a write: {reason}.', advice: ADVICE.other },
  },
  async run(scene: RedisScene, found) {
    try {
      await sessionOf(scene).call('SET', PROBE_KEY, '1', 'EX', '60');
      found.ok('Redis takes writes.');
    } catch (error) {
      const refusal = refusalOf(error);
      const reason = messageOf(error);
      // What the user may not do is for the check of its rights.
      if (refusal?.reason !== 'acl') found.fault(refusal?.reason ?? 'other', { reason });
    }
  },
});
