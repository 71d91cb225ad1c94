// If a principals file could use a name or a credential of another principal, its author could act as that principal.
import { digestOfCredential } from './fingerprint.js';
import { type LocalPrincipal } from './principal.js';
import { reservedBy } from './reserved.js';

describe('what a principals file leaves to others', () => {
  const [A, B] = [digestOfCredential('a'), digestOfCredential('b')];
  const local = (name: string, digests: string[]): LocalPrincipal => ({ name, rights: [], scope: {}, digests });
  const others = [local('operator', [A]), local('gateway', [B])];

  it('is their names and their credentials', () => {
    const reserved = reservedBy(() => others, false);
    expect(['operator', 'gateway', 'watch'].map((name) => reserved.name(name))).toEqual([true, true, false]);
    expect([A, B, digestOfCredential('c')].map((digest) => reserved.digest(digest))).toEqual([
      'is that of operator; each principal needs its own',
      'is that of gateway; each principal needs its own',
      undefined,
    ]);
  });

  it('is, where weak credentials are refused, what stands in examples', () => {
    const [placeholder, other] = [digestOfCredential('changeme'), digestOfCredential('c')];
    const why = 'can be guessed: it stands in examples';
    expect([true, false].map((refuse) => reservedBy(() => others, refuse).digest(placeholder))).toEqual([
      why,
      undefined,
    ]);
    expect(reservedBy(() => others, true).digest(other)).toBeUndefined();
  });

  it('is what they have when they are asked', () => {
    const reserved = reservedBy(() => others, false);
    others.push(local('watch', []));
    expect(reserved.name('watch')).toBe(true);
  });
});
