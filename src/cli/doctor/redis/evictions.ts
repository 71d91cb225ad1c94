import { check } from '../check.js';
import { infoOf, type RedisScene } from './redis-scene.js';

export const evictions = check({
  id: 'redis-eviction',
  looksAt: 'whether Redis deletes keys when its memory is full: `maxmemory-policy`',
  faults: {
    evicts: {
      level: 'problem',
      says: 'maxmemory-policy is {policy}: Redis deletes tokens and events when its memory is full.',
      advice: 'Set maxmemory-policy to noeviction, as in redis/redis.conf.',
    },
    evicted: {
      level: 'warning',
      says: 'Redis has deleted {keys} keys since it was started, because its memory was full.',
      advice: 'Expect gaps and refused tokens of that time; see the findings on maxmemory.',
    },
  },
  async run(scene: RedisScene, found) {
    const info = await infoOf(scene);
    const policy = info.text('maxmemory_policy');
    const keys = info.number('evicted_keys') ?? 0;
    if (policy !== 'noeviction') found.fault('evicts', { policy });
    if (keys > 0) found.fault('evicted', { keys });
    if (policy === 'noeviction' && keys === 0) found.ok('Redis never deletes keys to gain memory.');
  },
});
