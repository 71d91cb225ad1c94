import { check } from '../check.js';
import { FIRST_BYTES_SECONDS, type FrontScene, streamOf } from './front-scene.js';

const SLOW_MS = 1_000;

export const buffering = check({
  id: 'front-buffering',
  looksAt:
    'when the first bytes and the first heartbeat of the stream arrive: the service sends the first bytes at once',
  faults: {
    held: {
      level: 'problem',
      says: 'Nothing of the stream arrived within {seconds} s, though the service sends its first bytes at once: they are held back.',
      advice: 'Switch buffering off for the stream in everything that stands in front: proxy_buffering off in nginx.',
    },
    late: {
      level: 'problem',
      says: 'The first bytes arrived after {first} ms, but no heartbeat within {seconds} s: events are held back.',
      advice:
        'Switch buffering off for the stream in everything that stands in front. If the heartbeat is longer, say so with --heartbeat.',
    },
    slow: {
      level: 'warning',
      says: 'The first bytes arrived after {first} ms.',
      advice: 'See whether an instance in the list of nginx does not respond: the findings on instances.',
    },
  },
  run(scene: FrontScene, found) {
    const { firstBytesAt: first, heartbeatsAt, endedAt } = streamOf(scene);
    if (first === undefined) return found.fault('held', { seconds: FIRST_BYTES_SECONDS });
    const [heartbeat] = heartbeatsAt;
    // A stream that was cut before its heartbeat is for the check of what cuts it.
    if (heartbeat === undefined && endedAt === undefined)
      return found.fault('late', { first, seconds: scene.waitSeconds });
    if (first > SLOW_MS) return found.fault('slow', { first });
    const then = heartbeat === undefined ? '' : `, a heartbeat after ${(heartbeat / 1_000).toFixed(1)} s`;
    found.ok(`The first bytes arrived after ${first} ms${then}.`);
  },
});
