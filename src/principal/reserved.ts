import { isPlaceholderDigest } from './credential-strength.js';
import { type Reserved } from './file/parse-principals.js';
import { type LocalPrincipal } from './principal.js';

/**
 * Names and credentials that a principals file must not use, since `others` have them. With `refuseWeak` its credentials must
 * not be placeholders.
 */
export function reservedBy(others: () => Iterable<LocalPrincipal>, refuseWeak: boolean): Reserved {
  return {
    name: (name) => [...others()].some((other) => other.name === name),
    digest: (digest) => {
      for (const { name, digests } of others()) {
        if (digests.includes(digest)) return `is that of ${name}; each principal needs its own`;
      }
      return refuseWeak && isPlaceholderDigest(digest) ? 'can be guessed: it stands in examples' : undefined;
    },
  };
}
