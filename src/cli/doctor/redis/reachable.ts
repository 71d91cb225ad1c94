import { check } from '../check.js';
import { type RedisScene } from './redis-scene.js';

const REFUSED = /^(WRONGPASS|NOAUTH|NOPERM|ERR AUTH|ERR invalid password)/;

export const reachable = check({
  id: 'redis-reachable',
  looksAt: 'whether Redis accepts the user and the password of `REDIS_URL`',
  faults: {
    away: {
      level: 'problem',
      says: 'There is no connection to Redis: {reason}.',
      advice: 'See whether Redis runs, whether this host may reach it, and whether REDIS_URL names its address.',
      ends: true,
    },
    loading: {
      level: 'problem',
      says: 'Redis is loading its data, and executes no command until then.',
      advice: 'Wait, and run vx11 doctor again.',
      ends: true,
    },
    refused: {
      level: 'problem',
      says: 'Redis refuses the user or the password: {reason}.',
      advice: 'Compare user and password of REDIS_URL with the users of Redis (redis/users.acl, REDIS_PASSWORD).',
      ends: true,
    },
  },
  run({ attempt }: RedisScene, found) {
    if ('session' in attempt) return found.ok(`Redis is at ${attempt.session.address}.`);
    if (attempt.reason.startsWith('LOADING')) found.fault('loading');
    else found.fault(REFUSED.test(attempt.reason) ? 'refused' : 'away', attempt);
  },
});
