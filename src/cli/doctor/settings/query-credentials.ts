import { check } from '../check.js';
import { type SettingsScene } from './settings-scene.js';

export const queryCredentials = check({
  id: 'settings-query',
  looksAt: 'whether a credential is accepted in a URL',
  faults: {
    accepted: {
      level: 'warning',
      says: 'VX11_ALLOW_PRINCIPAL_IN_QUERY lets credentials into URLs, and so into logs and histories.',
      advice: 'Move the clients that use it to tokens, then take the variable out.',
    },
  },
  run({ environment }: SettingsScene, found) {
    if (environment.VX11_ALLOW_PRINCIPAL_IN_QUERY) found.fault('accepted');
    else found.ok('No credential is accepted in a URL.');
  },
});
