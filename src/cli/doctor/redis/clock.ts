import { check } from '../check.js';
import { type RedisScene, sessionOf } from './redis-scene.js';

const OFF_MS = 2_000;

export const clock = check({
  id: 'redis-clock',
  looksAt: 'the clock of Redis against that of this host',
  faults: {
    off: {
      level: 'warning',
      says: 'The clocks of Redis and of this host differ by {seconds} s.',
      advice: 'Let NTP run on both. Tokens do not depend on it; times in logs and events do.',
    },
  },
  async run(scene: RedisScene, found) {
    const sent = Date.now();
    const [seconds, microseconds] = (await sessionOf(scene).call('TIME')) as [string, string];
    const here = (sent + Date.now()) / 2;
    const offMs = Math.abs(Number(seconds) * 1_000 + Number(microseconds) / 1_000 - here);
    if (offMs > OFF_MS) found.fault('off', { seconds: (offMs / 1_000).toFixed(1) });
    else found.ok(`The clocks of Redis and of this host differ by ${Math.round(offMs)} ms.`);
  },
});
