import { weakCredentials as weakVariables } from '../../../config/principal-settings.js';
import { check } from '../check.js';
import { type SettingsScene } from './settings-scene.js';

export const weakCredentials = check({
  id: 'settings-credentials',
  looksAt: 'whether a credential can be guessed: fewer than 128 bits, words, or an example',
  faults: {
    weak: {
      level: 'warning',
      says: '{variable} holds a credential that can be guessed.',
      advice: 'Make another one with npx vx11 mint-credential, move the clients to it, and take this one out.',
    },
  },
  run({ environment }: SettingsScene, found) {
    const weak = weakVariables(environment);
    for (const variable of weak) found.fault('weak', { variable });
    if (weak.length === 0) found.ok('No credential among the variables can be guessed.');
  },
});
