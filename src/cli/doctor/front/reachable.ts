import { check } from '../check.js';
import { type FrontScene } from './front-scene.js';

export const reachable = check({
  id: 'front-reachable',
  looksAt: 'whether the service responds at `--url`',
  faults: {
    away: {
      level: 'problem',
      says: '{reason}.',
      advice: 'See whether what stands in front runs, and whether --url or VX11_URL names its address.',
      ends: true,
    },
  },
  run({ url, failure }: FrontScene, found) {
    if (failure === undefined) found.ok(`The service responds at ${url.href}`);
    else found.fault('away', { reason: failure });
  },
});
