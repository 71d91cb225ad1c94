import { check } from '../check.js';
import { infoOf, type RedisScene, sessionOf } from './redis-scene.js';

export const role = check({
  id: 'redis-role',
  looksAt: 'whether this Redis is a primary',
  faults: {
    replica: {
      level: 'problem',
      says: '{address} is a replica of {primary}, so it takes no writes.',
      advice: 'Let REDIS_URL name the primary, or name the sentinels in REDIS_SENTINELS.',
    },
  },
  async run(scene: RedisScene, found) {
    const info = await infoOf(scene);
    if (info.text('role') === 'master') found.ok('It is a primary.');
    else {
      const primary = `${info.text('master_host')}:${info.text('master_port')}`;
      found.fault('replica', { address: sessionOf(scene).address, primary });
    }
  },
});
