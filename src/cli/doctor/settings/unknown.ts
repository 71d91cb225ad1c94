import { unknownVariables } from '../../../config/unknown-variables.js';
import { check } from '../check.js';
import { type SettingsScene } from './settings-scene.js';

export const unknown = check({
  id: 'settings-unknown',
  looksAt: 'variables that begin with `VX11_` and are no settings',
  faults: {
    unknown: {
      level: 'warning',
      says: '{what}.',
      advice: 'Correct the name, or take the variable out: the service does not read it.',
    },
  },
  run({ env }: SettingsScene, found) {
    const unknown = unknownVariables(env);
    for (const warning of unknown) found.fault('unknown', { what: warning.replace(/\.$/, '') });
    if (unknown.length === 0) found.ok('All variables that begin with VX11_ are settings.');
  },
});
