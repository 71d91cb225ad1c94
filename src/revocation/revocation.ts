/** The longest name of what can be revoked, UTF-16 code units: what was revoked is kept, so it is bounded in bytes. */
export const NAME_MAX = 512;

/** What is revoked: all that a principal has open or could open, or one stream. */
export type RevocationTarget = { readonly principal: string } | { readonly stream: string };

/**
 * A revocation. It ends what has an older generation. `everyone`: more was revoked than is kept while this instance was
 * cut off from the store, so nobody can say any more whom it concerned.
 */
export type Revocation = (RevocationTarget | { readonly everyone: true }) & { readonly generation: number };

/** What a revocation may end: a token, a resume or an open stream. */
export interface Revocable {
  readonly principal: string;
  /** How many revocations there had been when it was granted; none if absent. */
  readonly generation?: number | undefined;
  /** Its stream, once it has one. */
  readonly stream?: string | undefined;
}

/** The name under which a target's generation is kept. */
export function keyOf(target: RevocationTarget): string {
  return 'principal' in target ? `principal:${target.principal}` : `stream:${target.stream}`;
}

/** Reads what `keyOf` wrote; undefined for anything else. */
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
