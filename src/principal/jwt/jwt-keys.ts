import { createLocalJWKSet, type JWTVerifyGetKey } from 'jose';
import { FileWatch } from '../../files/file-watch.js';
import { fetchKeys, readKeys } from './fetch-keys.js';
import { ProviderKeys } from './provider-keys.js';

/** Where the keys of an identity provider come from. */
export type KeySource =
  | { readonly url: string; readonly maxAgeSeconds: number }
  /** As the file was read at start; see `readSmallFile`. */
  | { readonly path: string; readonly identity: string; readonly text: string };

export interface JwtKeys {
  readonly find: JWTVerifyGetKey;
  /** Since when they are known, seconds; undefined while there are none. */
  readonly ageSeconds: number | undefined;
  stop(): void;
}

/** Of a file with a key set. */
export const KEYS_MAX_BYTES = 262_144;

/**
 * Gets the keys and keeps them as their source has them.
 * @param trouble hears why keys cannot be had, in words that fit after where they come from; undefined once they can again
 */
export function followKeys(source: KeySource, trouble: (reason: string | undefined) => void): JwtKeys {
  if ('url' in source) {
    const { url, maxAgeSeconds } = source;
    const keys = new ProviderKeys({
      fetch: () => fetchKeys(url),
      maxAgeMs: maxAgeSeconds * 1_000,
      availability: (reason) => trouble(reason && `cannot be had: ${reason}`),
    });
    keys.start();
    return keys;
  }
  return followKeyFile(source, trouble);
}

function followKeyFile(
  { path, identity, text }: Extract<KeySource, { path: string }>,
  trouble: (reason: string | undefined) => void,
): JwtKeys {
  let find = createLocalJWKSet(readKeys(text));
  let readAt = performance.now();
  const watch = new FileWatch({
    path,
    identity,
    maxBytes: KEYS_MAX_BYTES,
    unreadable: trouble,
    changed: (changed) => {
      try {
        find = createLocalJWKSet(readKeys(changed));
        readAt = performance.now();
        trouble(undefined);
      } catch (error) {
        trouble(`cannot be used: ${(error as Error).message}`);
      }
    },
  });
  return {
    find: (header, token) => find(header, token),
    get ageSeconds() {
      return (performance.now() - readAt) / 1_000;
    },
    stop: () => watch.stop(),
  };
}
