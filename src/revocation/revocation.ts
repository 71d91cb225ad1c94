/** The longest key of a principal or stream to revoke, in UTF-16 code units, since keys are stored. */
export const NAME_MAX = 512;

/** What is revoked: all tokens and streams of a principal, or one stream. */
export type RevocationTarget = { readonly principal: string } | { readonly stream: string };

/**
 * A revocation ends tokens and streams with a lower generation. `everyone`: while this instance was cut off from the store,
 * more was revoked than the store keeps, so all principals are revoked.
 */
export type Revocation = (RevocationTarget | { readonly everyone: true }) & { readonly generation: number };

/** What a revocation may end: a token, a resumption or an open stream. */
export interface Revocable {
  readonly principal: string;
  /** The number of the newest revocation when it was granted; absent if there was none. */
  readonly generation?: number | undefined;
  /** The id of the open stream. */
  readonly stream?: string | undefined;
}

/** The key under which a target's generation is stored. */
export function keyOf(target: RevocationTarget): string {
  return 'principal' in target ? `principal:${target.principal}` : `stream:${target.stream}`;
}

/** Reads what `keyOf` wrote; returns undefined for any other text. */
export function toTarget(key: string): RevocationTarget | undefined {
  const colon = key.indexOf(':');
  const name = key.slice(colon + 1);
  switch (key.slice(0, Math.max(0, colon))) {
    case 'principal':
      return { principal: name };
    case 'stream':
      return { stream: name };
    default:
      return undefined;
  }
}
