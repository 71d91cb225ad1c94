/** What a principal may do. `admin` covers what acts on other principals' streams. */
export type Right = 'read' | 'publish' | 'admin';

/** Who is calling, and what it may do. */
export interface Principal {
  readonly name: string;
  readonly rights: readonly Right[];
}
