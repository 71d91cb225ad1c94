import { type LocalPrincipal, type Right, RIGHTS } from '../principal.js';
import { type Reach, type Scope } from '../scope.js';
import { CREDENTIALS_MAX, MODULES_MAX, STREAMS_MAX } from './bounds.js';
import { NAME, NAME_FORM, SEVERITIES, type Severity } from '../terms.js';
import { type Complain, readFields, readList } from './field-reader.js';
import { type Tree } from './yaml-tree.js';

const KEYS = ['name', 'credentials', 'rights', 'read', 'publish', 'streams_max'] as const;
const CREDENTIAL = /^sha256:[0-9a-f]{64}$/;

const CREDENTIALS = {
  max: CREDENTIALS_MAX,
  wants: 'sha256: and 64 hex digits, as npx vx11 hash-token prints it (value not shown)',
  sound: (text: string): text is string => CREDENTIAL.test(text),
};
const RIGHT_LIST = {
  max: RIGHTS.length,
  wants: `one of ${RIGHTS.join(', ')}`,
  sound: (text: string): text is Right => (RIGHTS as readonly string[]).includes(text),
};
const MODULES = { max: MODULES_MAX, wants: NAME_FORM, sound: (text: string): text is string => NAME.test(text) };
const SEVERITY_LIST = {
  max: SEVERITIES.length,
  wants: `one of ${SEVERITIES.join(', ')}`,
  sound: (text: string): text is Severity => (SEVERITIES as readonly string[]).includes(text),
};

/** One principal, with the places of what must not be there twice in a file. */
export interface PrincipalEntry {
  readonly principal: LocalPrincipal;
  readonly nameAt: number;
  readonly credentialsAt: readonly number[];
}

/** Reads one entry of `principals`. Undefined if there was anything to complain of. */
export function readPrincipal(tree: Tree, complain: Complain): PrincipalEntry | undefined {
  let faults = 0;
  const note: Complain = (at, message) => (faults++, complain(at, message));
  const fields = readFields(tree, KEYS, 'a principal', note);
  if (!fields) return undefined;
  const name = readName(fields.name, tree.at, note);
  const credentials = readNeeded(fields.credentials, tree.at, 'credentials', CREDENTIALS, note);
  const rights = readNeeded(fields.rights, tree.at, 'rights', RIGHT_LIST, note);
  const scope: Scope = {
    ...(fields.read && { read: readReach(fields.read, 'read', rights, note) }),
    ...(fields.publish && { publish: readReach(fields.publish, 'publish', rights, note) }),
  };
  const streamsMax = fields.streams_max && readCount(fields.streams_max, note);
  if (faults > 0 || !name || !credentials || !rights || fields.credentials?.kind !== 'list') return undefined;
  const digests = credentials.map((credential) => credential.slice('sha256:'.length));
  const limit = streamsMax === undefined ? {} : { streamsMax };
  return {
    principal: { name: name.text, rights, scope, ...limit, digests },
    nameAt: name.at,
    credentialsAt: fields.credentials.items.map(({ at }) => at),
  };
}

function readName(tree: Tree | undefined, at: number, complain: Complain): { text: string; at: number } | undefined {
  if (tree?.kind === 'text' && NAME.test(tree.text)) return tree;
  complain(tree?.at ?? at, tree ? `name wants ${NAME_FORM}` : 'name is missing');
  return undefined;
}

function readNeeded<Value extends string>(
  tree: Tree | undefined,
  at: number,
  what: string,
  form: Parameters<typeof readList<Value>>[2],
  complain: Complain,
): Value[] | undefined {
  if (tree) return readList(tree, what, form, complain);
  complain(at, `${what} is missing`);
  return undefined;
}

function readReach(tree: Tree, right: Right, rights: readonly Right[] | undefined, complain: Complain): Reach {
  if (rights && !rights.includes(right)) complain(tree.at, `${right} is given, but rights has no ${right}`);
  const fields = readFields(tree, ['modules', 'severities'] as const, right, complain);
  if (!fields) return {};
  const { modules, severities } = fields;
  const empty = tree.kind === 'map' && tree.entries.length === 0;
  if (empty) complain(tree.at, `${right} wants modules, severities or both; without it, all is covered`);
  return {
    ...(modules && { modules: readList(modules, 'modules', MODULES, complain) }),
    ...(severities && { severities: readList(severities, 'severities', SEVERITY_LIST, complain) }),
  };
}

function readCount(tree: Tree, complain: Complain): number | undefined {
  const count = tree.kind === 'text' && tree.plain && /^\d{1,7}$/.test(tree.text) ? Number(tree.text) : 0;
  if (count >= 1 && count <= STREAMS_MAX) return count;
  complain(tree.at, `streams_max wants a whole number from 1 to ${STREAMS_MAX}`);
  return undefined;
}
