import { check } from '../check.js';
import { type FrontScene, streamOf } from './front-scene.js';

export const idle = check({
  id: 'front-idle',
  looksAt: 'whether the stream stays open for a heartbeat, or for as long as `--hold` says',
  faults: {
    cut: {
      level: 'problem',
      says: 'The stream was cut after {seconds} s, without the goodbye that an instance sends.',
      advice:
        'Raise the time-out of what stands in front above twice the heartbeat; let it bound no stream as a whole.',
    },
  },
  run(scene: FrontScene, found) {
    const { endedAt, openFor, types } = streamOf(scene);
    const seconds = (openFor / 1_000).toFixed(1);
    if (endedAt === undefined) found.ok(`The stream was open for ${seconds} s. --hold holds it longer.`);
    else if (types.at(-1) === 'goodbye') found.ok(`The instance ended the stream after ${seconds} s, with a goodbye.`);
    else found.fault('cut', { seconds });
  },
});
