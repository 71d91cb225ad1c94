import { check } from '../check.js';
import { type FrontScene, NOTHING_ARRIVED, streamOf } from './front-scene.js';

export const compression = check({
  id: 'front-compression',
  looksAt: 'whether the stream is compressed on its way',
  faults: {
    compressed: {
      level: 'problem',
      says: 'The stream is compressed ({encoding}), which holds events back until a block is full.',
      advice: 'Switch compression off for text/event-stream in what stands in front.',
    },
  },
  run(scene: FrontScene, found) {
    const { headers } = streamOf(scene);
    if (headers === undefined) return found.skip(NOTHING_ARRIVED);
    const encoding = headers.get('content-encoding') ?? 'identity';
    if (encoding === 'identity') found.ok('The stream is not compressed.');
    else found.fault('compressed', { encoding });
  },
});
