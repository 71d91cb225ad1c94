import { check } from '../check.js';
import { type SettingsScene } from './settings-scene.js';

export const store = check({
  id: 'settings-store',
  looksAt: 'where tokens and events live',
  faults: {
    memory: {
      level: 'warning',
      says: 'Tokens and events live in the memory of one process: a restart loses them, and a second instance has others.',
      advice: 'Set REDIS_URL, unless this is one instance whose events may be lost.',
    },
  },
  run({ environment }: SettingsScene, found) {
    const { REDIS_URL, REDIS_SENTINELS } = environment;
    if (REDIS_URL === undefined && REDIS_SENTINELS.length === 0) found.fault('memory');
    else found.ok(`In Redis${REDIS_SENTINELS.length > 0 ? ', which Sentinel watches' : ''}.`);
  },
});
