import { check } from '../check.js';
import { infoOf, mebibytes, type RedisScene } from './redis-scene.js';

/** What an event of `VX11_LOG_MAX_BYTES` takes in Redis: itself, and its idempotency key. See docs/deployment. */
const BYTES_PER_LOG_BYTE = 1.25 + 170 / 1_024;
const FULL = 0.8;

export const memory = check({
  id: 'redis-memory',
  looksAt: '`maxmemory` against `VX11_LOG_MAX_BYTES`, and how much of it is used',
  faults: {
    unlimited: {
      level: 'warning',
      says: 'maxmemory is not set, so Redis grows until the system ends it.',
      advice: 'Set maxmemory; docs/deployment has the formula.',
    },
    small: {
      level: 'warning',
      says: 'maxmemory is {memory}, but a log of VX11_LOG_MAX_BYTES ({log}) may take {needed}.',
      advice: 'Raise maxmemory, or lower VX11_LOG_MAX_BYTES at all instances; docs/deployment has the formula.',
    },
    full: {
      level: 'warning',
      says: '{percent} % of maxmemory is used.',
      advice: 'Raise maxmemory, or lower VX11_LOG_MAX_BYTES or VX11_LOG_MAX_ENTRIES. At 100 % Redis refuses writes.',
    },
  },
  async run(scene: RedisScene, found) {
    const info = await infoOf(scene);
    const limit = info.number('maxmemory') ?? 0;
    if (limit === 0) return found.fault('unlimited');
    const used = (info.number('used_memory') ?? 0) / limit;
    const needed = scene.logMaxBytes * BYTES_PER_LOG_BYTE;
    const sizes = { memory: mebibytes(limit), log: mebibytes(scene.logMaxBytes), needed: mebibytes(needed) };
    if (limit < needed) found.fault('small', sizes);
    if (used >= FULL) found.fault('full', { percent: Math.round(used * 100) });
    if (limit >= needed && used < FULL) found.ok(`${Math.round(used * 100)} % of ${mebibytes(limit)} is used.`);
  },
});
