import { fingerprintOf } from './fingerprint.js';
import { type LocalPrincipal } from './principal.js';

/** What principals lost when their sources changed. */
export interface PrincipalsChange {
  /** Names of principals that are no more. */
  readonly principals: readonly string[];
  /** Credentials that are no more, of principals that are left. */
  readonly credentials: readonly { readonly principal: string; readonly fingerprint: string }[];
  /** Names of principals that are left, with other rights, another scope or another limit. */
  readonly altered: readonly string[];
}

type ByName = ReadonlyMap<string, LocalPrincipal>;

/** What principals of `before` have lost in `now`; undefined if nothing. */
export function whatIsGone(before: ByName, now: ByName): PrincipalsChange | undefined {
  const principals: string[] = [];
  const credentials: { principal: string; fingerprint: string }[] = [];
  const altered: string[] = [];
  for (const [name, was] of before) {
    const is = now.get(name);
    if (!is) {
      principals.push(name);
      continue;
    }
    if (is === was) continue;
    for (const digest of was.digests) {
      if (!is.digests.includes(digest)) credentials.push({ principal: name, fingerprint: fingerprintOf(digest) });
    }
    if (standing(is) !== standing(was)) altered.push(name);
  }
  const nothing = principals.length === 0 && credentials.length === 0 && altered.length === 0;
  return nothing ? undefined : { principals, credentials, altered };
}

function standing({ rights, scope, streamsMax }: LocalPrincipal): string {
  return JSON.stringify([rights, scope, streamsMax]);
}
