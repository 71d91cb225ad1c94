import { check } from '../check.js';
import { type SettingsScene } from './settings-scene.js';

export const proxies = check({
  id: 'settings-proxies',
  looksAt: 'whose `X-Forwarded-For` is believed',
  faults: {
    nobody: {
      level: 'warning',
      says: 'VX11_TRUSTED_PROXIES is not set in production, so limits by address are off.',
      advice: 'Set it to the addresses from which nginx, or another proxy, reaches the instances.',
    },
    everybody: {
      level: 'problem',
      says: 'VX11_TRUSTED_PROXIES has {network}, so every caller can claim any address and pass the limits.',
      advice: 'Name only the addresses from which the proxies reach the instances.',
    },
  },
  run({ environment }: SettingsScene, found) {
    const { NODE_ENV, VX11_TRUSTED_PROXIES: trusted } = environment;
    const everybody = trusted.filter((network) => network.endsWith('/0'));
    for (const network of everybody) found.fault('everybody', { network });
    if (trusted.length === 0 && NODE_ENV === 'production') found.fault('nobody');
    else if (everybody.length === 0) found.ok(`Believed of: ${trusted.join(', ') || 'nobody, outside production'}.`);
  },
});
