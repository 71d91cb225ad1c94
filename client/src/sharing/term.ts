/** The time in which one member leads. A later term counts more. */
export interface Term {
  /** When it began, ms since 1970; later than every term that its leader has heard of. */
  readonly since: number;
  /** The id of the leader. */
  readonly leader: string;
}

/** Before any. */
export const NO_TERM: Term = { since: 0, leader: '' };

/** Returns the term that begins now. */
export function termAfter({ since }: Term, leader: string): Term {
  return { since: Math.max(Date.now(), since + 1), leader };
}

/** Returns a number below 0 if `a` is older, 0 if it is the same, and above 0 if it is newer. */
export function compareTerms(a: Term, b: Term): number {
  return a.since - b.since || (a.leader < b.leader ? -1 : Number(a.leader > b.leader));
}
