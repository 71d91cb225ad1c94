import { check } from '../check.js';
import { infoOf, type RedisScene } from './redis-scene.js';

export const persistence = check({
  id: 'redis-persistence',
  looksAt: 'whether the log survives a restart of Redis: the append-only file',
  faults: {
    off: {
      level: 'problem',
      says: 'The append-only file is off, so a restart of Redis loses the log, and every stream is told of a gap.',
      advice: 'Set appendonly yes and appendfsync everysec, as in redis/redis.conf.',
    },
    failing: {
      level: 'problem',
      says: 'The last write of the append-only file failed.',
      advice: 'Make room on the disk of Redis, and see the log of Redis.',
    },
    rewriting: {
      level: 'warning',
      says: 'The last rewrite of the append-only file failed, so the file grows.',
      advice: 'Make room on the disk and in the memory of Redis, then send BGREWRITEAOF.',
    },
  },
  async run(scene: RedisScene, found) {
    const info = await infoOf(scene);
    if (info.number('aof_enabled') !== 1) return found.fault('off');
    const failing = info.text('aof_last_write_status') === 'err';
    const rewriting = info.text('aof_last_bgrewrite_status') === 'err';
    if (failing) found.fault('failing');
    if (rewriting) found.fault('rewriting');
    if (!failing && !rewriting) found.ok('The append-only file is on, and its last write was good.');
  },
});
