import { check } from '../check.js';
import { infoOf, type RedisScene } from './redis-scene.js';

/** The first version with GETDEL, by which a token is redeemed once. */
const OLDEST = [6, 2] as const;

export const version = check({
  id: 'redis-version',
  looksAt: 'the version of Redis',
  faults: {
    old: {
      level: 'problem',
      says: 'Redis has version {version}; the service needs {oldest}.',
      advice: 'Upgrade Redis. The tests of this version use Redis 7.0.',
    },
    cluster: {
      level: 'problem',
      says: 'This is a node of Redis Cluster, which the service does not support.',
      advice: 'Use one Redis, with Sentinel for failovers: docs/production/high-availability.md.',
    },
  },
  async run(scene: RedisScene, found) {
    const info = await infoOf(scene);
    const text = info.text('redis_version');
    const [major = 0, minor = 0] = text.split('.').map(Number);
    const old = major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1]);
    if (info.number('cluster_enabled') === 1) found.fault('cluster');
    if (old) found.fault('old', { version: text, oldest: OLDEST.join('.') });
    else found.ok(`Redis has version ${text}.`);
  },
});
