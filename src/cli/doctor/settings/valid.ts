import { faultInWords } from '../../../config/configuration-error.js';
import { check } from '../check.js';
import { type SettingsScene } from './settings-scene.js';

export const valid = check({
  id: 'settings-valid',
  looksAt: 'whether an instance would start with these settings',
  faults: {
    refused: {
      level: 'problem',
      says: 'An instance does not start with {fault}.',
      advice: 'Correct the variable; docs/reference/settings.md says what each one takes.',
    },
  },
  run({ faults }: SettingsScene, found) {
    for (const fault of faults) found.fault('refused', { fault: faultInWords(fault) });
    if (faults.length === 0) found.ok('An instance starts with these settings.');
  },
});
