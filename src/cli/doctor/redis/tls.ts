import { check } from '../check.js';
import { type RedisScene, sessionOf } from './redis-scene.js';

const THIS_HOST = /^(127\.|\[::1\]|\[::ffff:127\.)/;

export const tls = check({
  id: 'redis-tls',
  looksAt: 'whether the connection to Redis is encrypted, where it leaves the host',
  faults: {
    plain: {
      level: 'warning',
      says: 'The connection to {address} is not encrypted: password and events can be read on the way.',
      advice: 'Use rediss:// and REDIS_TLS_DIR (redis/start.sh), unless nobody else uses that network.',
    },
  },
  run(scene: RedisScene, found) {
    const { address } = sessionOf(scene);
    if (scene.settings.url.startsWith('rediss:')) found.ok('The connection is encrypted.');
    else if (THIS_HOST.test(address)) found.ok('The connection does not leave this host.');
    else found.fault('plain', { address });
  },
});
