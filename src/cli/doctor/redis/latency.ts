import { check } from '../check.js';
import { type RedisScene, sessionOf } from './redis-scene.js';

const PINGS = 20;
const SLOW_MS = 10;

export const latency = check({
  id: 'redis-latency',
  looksAt: `how long Redis takes to reply: the median of ${PINGS} PINGs`,
  faults: {
    slow: {
      level: 'warning',
      says: 'Redis replies after {median} ms, at worst {worst} ms. A request waits for one to three replies.',
      advice: 'Bring the instances nearer to Redis; SLOWLOG GET and LATENCY DOCTOR name what keeps Redis busy.',
    },
  },
  async run(scene: RedisScene, found) {
    const times: number[] = [];
    for (let ping = 0; ping < PINGS; ping++) {
      const sent = performance.now();
      await sessionOf(scene).call('PING');
      times.push(performance.now() - sent);
    }
    times.sort((a, b) => a - b);
    const [median, worst] = [times[PINGS / 2]!.toFixed(1), times[PINGS - 1]!.toFixed(1)];
    if (Number(median) > SLOW_MS) found.fault('slow', { median, worst });
    else found.ok(`Redis replies after ${median} ms, at worst ${worst} ms.`);
  },
});
