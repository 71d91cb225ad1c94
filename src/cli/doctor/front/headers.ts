import { check } from '../check.js';
import { type FrontScene, NOTHING_ARRIVED, streamOf } from './front-scene.js';

export const headers = check({
  id: 'front-headers',
  looksAt: 'whether `Cache-Control` and `X-Accel-Buffering` of the stream arrive as the service sends them',
  faults: {
    cache: {
      level: 'warning',
      says: 'Cache-Control of the stream is {value}: a cache on the way may keep it, or change it.',
      advice: 'Let what stands in front pass Cache-Control on: no-cache, no-store, no-transform.',
    },
    accel: {
      level: 'warning',
      says: 'X-Accel-Buffering did not arrive, and what stands in front ({server}) is not nginx, which takes it out.',
      advice: 'Let it pass X-Accel-Buffering: no on, or an nginx in front of it buffers the stream.',
    },
  },
  run(scene: FrontScene, found) {
    const { headers: sent } = streamOf(scene);
    if (sent === undefined) return found.skip(NOTHING_ARRIVED);
    const value = sent.get('cache-control') ?? 'not set';
    const server = sent.get('server') ?? 'unnamed';
    const cache = !/no-store/.test(value) || !/no-transform/.test(value);
    const accel = sent.get('x-accel-buffering') !== 'no' && !/nginx/i.test(server);
    if (cache) found.fault('cache', { value });
    if (accel) found.fault('accel', { server });
    if (!cache && !accel) found.ok('Cache-Control and X-Accel-Buffering are as they should be.');
  },
});
