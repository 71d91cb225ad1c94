import { NAME, NAME_FORM, SEVERITIES } from '../terms.js';
import { type Right, RIGHTS } from '../principal.js';
import { type Reach, type Scope } from '../scope.js';
import { JwtRefusedError } from './jwt-errors.js';

/** What may be read from a claim. */
export const CLAIM_TARGETS = [
  'name',
  'rights',
  'read.modules',
  'read.severities',
  'publish.modules',
  'publish.severities',
] as const;
export type ClaimTarget = (typeof CLAIM_TARGETS)[number];

/** Words of a provider that stand for a right. */
const RIGHT_TARGETS = RIGHTS.map((right) => `right.${right}` as const);
type RightTarget = (typeof RIGHT_TARGETS)[number];

/** From which claim each is read; `right.read` and so on: the word in the claim of `rights` that stands for the right. */
export type ClaimMap = Readonly<Partial<Record<ClaimTarget | RightTarget, string>>>;

type Claims = Readonly<Record<string, unknown>>;

/** Names that one list of a claim may hold. */
const VALUES_MAX = 100;
/** A claim that lets everything pass. */
const ALL = '*';

/** Reads `target=claim`; undefined for anything else. */
export function readMapping(text: string): readonly [target: ClaimTarget | RightTarget, claim: string] | undefined {
  const [name = '', claim = '', ...rest] = text.split('=').map((part) => part.trim());
  const target = [...CLAIM_TARGETS, ...RIGHT_TARGETS].find((one) => one === name);
  return target && claim !== '' && rest.length === 0 ? [target, claim] : undefined;
}

/** The rights that a token's claims stand for. A right that is not mapped is not given. */
export function rightsFrom(claims: Claims, map: ClaimMap): Right[] {
  const words = map.rights === undefined ? [] : wordsOf(claims, map.rights);
  return RIGHTS.filter((right) => {
    const word = map[`right.${right}`];
    return word !== undefined && words.includes(word);
  });
}

/**
 * What they cover. A claim that is mapped must be there: `*` stands for everything.
 * @throws JwtRefusedError
 */
export function scopeFrom(claims: Claims, map: ClaimMap): Scope {
  const read = reachFrom(claims, map['read.modules'], map['read.severities']);
  const publish = reachFrom(claims, map['publish.modules'], map['publish.severities']);
  return { ...(read && { read }), ...(publish && { publish }) };
}

function reachFrom(claims: Claims, modulesIn: string | undefined, severitiesIn: string | undefined): Reach | undefined {
  const modules = listFrom(claims, modulesIn, (word) => NAME.test(word), NAME_FORM);
  const known: readonly string[] = SEVERITIES;
  const severities = listFrom(claims, severitiesIn, (word) => known.includes(word), `one of ${known.join(', ')}`);
  return modules || severities ? { ...(modules && { modules }), ...(severities && { severities }) } : undefined;
}

function listFrom(
  claims: Claims,
  claim: string | undefined,
  sound: (word: string) => boolean,
  form: string,
): string[] | undefined {
  if (claim === undefined) return undefined;
  if (claimOf(claims, claim) === undefined) throw new JwtRefusedError(`Its claim ${claim} is missing.`);
  const words = wordsOf(claims, claim);
  if (words.length === 1 && words[0] === ALL) return undefined;
  if (!words.every(sound)) throw new JwtRefusedError(`Its claim ${claim} must hold ${form}, or * for all.`);
  return words;
}

/** The different words of a claim: those of a list, or of a text with blanks between them, as in `scope`. */
function wordsOf(claims: Claims, claim: string): string[] {
  const value = claimOf(claims, claim) ?? [];
  const words = typeof value === 'string' ? value.split(' ').filter((word) => word !== '') : value;
  if (!Array.isArray(words) || !words.every((word) => typeof word === 'string')) {
    throw new JwtRefusedError(`Its claim ${claim} must be a list of words, or words with blanks between them.`);
  }
  const different = [...new Set(words)];
  if (different.length > VALUES_MAX)
    throw new JwtRefusedError(`Its claim ${claim} holds more than ${VALUES_MAX} words.`);
  return different;
}

/** The claim of this very name, or else what the points in it lead to, as `realm_access.roles`. */
export function claimOf(claims: Claims, name: string): unknown {
  if (Object.hasOwn(claims, name)) return claims[name];
  return name.split('.').reduce<unknown>((part, key) => {
    return typeof part === 'object' && part !== null && Object.hasOwn(part, key) ? Reflect.get(part, key) : undefined;
  }, claims);
}
