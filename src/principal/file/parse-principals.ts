import { type LocalPrincipal } from '../principal.js';
import { PRINCIPALS_MAX } from './bounds.js';
import { type Fault, locate } from './fault.js';
import { type Complain, readFields } from './field-reader.js';
import { type PrincipalEntry, readPrincipal } from './principal-entry.js';
import { parseYaml, type Tree, YamlError } from './yaml-tree.js';

/** Names and credentials that principals of a file must not have. */
export interface Reserved {
  /** Whether a principal of this name is configured elsewhere. */
  name(name: string): boolean;
  /** Why a credential of this SHA-256 cannot be taken: words that fit after "the credential"; undefined if it can. */
  digest(digest: string): string | undefined;
}

/** The principals of a text, or all of its faults. */
export type ParsedPrincipals =
  { readonly principals: readonly LocalPrincipal[] } | { readonly faults: readonly Fault[] };

/** Reads the text of a principals file. Never shows a credential, and no digest of one. */
export function parsePrincipals(text: string, reserved: Reserved): ParsedPrincipals {
  const places: { at: number; message: string }[] = [];
  const complain: Complain = (at, message) => void places.push({ at, message });
  try {
    const entries = readEntries(parseYaml(text), complain);
    refuseRepeated(entries, reserved, complain);
    if (places.length === 0) return { principals: Object.freeze(entries.map(({ principal }) => principal)) };
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    return { faults: [error.fault] };
  }
  return { faults: locate(text, places) };
}

function readEntries(root: Tree | undefined, complain: Complain): PrincipalEntry[] {
  const fields = root && readFields(root, ['principals'] as const, 'the file', complain);
  const list = fields?.principals;
  if (list?.kind !== 'list') {
    if (!root || fields) complain(list?.at ?? 0, 'principals wants a list; [] if there are none');
    return [];
  }
  if (list.items.length > PRINCIPALS_MAX) {
    complain(list.items[PRINCIPALS_MAX]!.at, `principals takes at most ${PRINCIPALS_MAX}`);
    return [];
  }
  return list.items.flatMap((item) => readPrincipal(item, complain) ?? []);
}

function refuseRepeated(entries: readonly PrincipalEntry[], reserved: Reserved, complain: Complain): void {
  const names = new Set<string>();
  const holders = new Map<string, string>();
  for (const { principal, nameAt, credentialsAt } of entries) {
    const { name, digests } = principal;
    if (names.has(name)) complain(nameAt, `name ${name} is there twice`);
    if (reserved.name(name))
      complain(nameAt, `name ${name} is that of a principal whose credentials are in a variable`);
    names.add(name);
    digests.forEach((digest, index) => {
      const holder = holders.get(digest);
      const why = holder === undefined ? reserved.digest(digest) : `is that of ${holder}; each principal needs its own`;
      if (why !== undefined) complain(credentialsAt[index] ?? nameAt, `the credential ${why}`);
      holders.set(digest, name);
    });
  }
}
