/** What the metrics of a principal are labelled with. */
export type PrincipalLabel = (principal: string) => string;

export const PrincipalLabel = Symbol('PrincipalLabel');

/** For principals that are not known by name at start: there may be thousands, and callers can add to them. */
export const OTHER_PRINCIPALS = 'other';

/** The name of each of these principals, and one label for all others. */
export function labelling(names: readonly string[]): PrincipalLabel {
  const known: ReadonlySet<string> = new Set(names);
  return (principal) => (known.has(principal) ? principal : OTHER_PRINCIPALS);
}
