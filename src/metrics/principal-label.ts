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

/** Sums counts by principal into counts by label; each of these names is there, if only with 0. */
export function sumByLabel(names: readonly string[], counts: Readonly<Record<string, number>>): Record<string, number> {
  const sums: Record<string, number> = Object.fromEntries(names.map((name) => [name, 0]));
  const label = labelling(names);
  for (const [principal, count] of Object.entries(counts))
    sums[label(principal)] = (sums[label(principal)] ?? 0) + count;
  return sums;
}
