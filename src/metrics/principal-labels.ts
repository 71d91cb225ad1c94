/** Principals that get a value of their own beside those of the variables. */
const OTHERS_MAX = 100;
/** Principals of an identity provider share a value: there may be any number of them. */
const JWT = /^jwt:/;

/** The values of the label `principal`: few, however many principals there are. */
export class PrincipalLabels {
  private readonly own: Set<string>;
  private left = OTHERS_MAX;

  constructor(private readonly configured: readonly string[]) {
    this.own = new Set(configured);
  }

  /** The name, or `jwt`, or `other` where a hundred others have been named before. */
  of(principal: string): string {
    if (this.own.has(principal)) return principal;
    if (JWT.test(principal)) return 'jwt';
    if (this.left === 0) return 'other';
    this.left--;
    this.own.add(principal);
    return principal;
  }

  /** Sums counts by principal into counts by value; those of the variables are always there. */
  sum(counts: Readonly<Record<string, number>>): Record<string, number> {
    const sums: Record<string, number> = Object.fromEntries(this.configured.map((name) => [name, 0]));
    for (const [principal, count] of Object.entries(counts)) {
      const label = this.of(principal);
      sums[label] = (sums[label] ?? 0) + count;
    }
    return sums;
  }
}
