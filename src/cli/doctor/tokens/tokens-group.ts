import { type Group } from '../group.js';
import { roundTrip } from './round-trip.js';
import { type TokensScene } from './tokens-scene.js';

/** Where only the address in front is known, each try may lead to another pair of instances. */
const TRIES = 3;

export const TOKENS: Group<TokensScene> = {
  name: 'tokens',
  checks: [roundTrip],
  open({ url, instances, credential }) {
    if ('missing' in credential) return Promise.resolve({ skipped: credential.missing });
    const addresses = instances.length > 0 ? instances : Array.from({ length: TRIES }, () => url);
    return Promise.resolve({ scene: { addresses, credential: credential.value } });
  },
};
