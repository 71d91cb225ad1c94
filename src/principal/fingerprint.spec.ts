// Digests are compared with those that other programs computed, and fingerprints are shown: the form of each must be fixed.
import { digestOfCredential, fingerprintOf } from './fingerprint.js';

it('a credential is known by its SHA-256, and told from others by the beginning of that', () => {
  const digest = digestOfCredential('abc');
  expect(digest).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  expect(fingerprintOf(digest)).toBe('ba7816bf8f01cfea');
});
