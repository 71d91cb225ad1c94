/** A reply of INFO. */
export class RedisInfo {
  readonly #fields: ReadonlyMap<string, string>;

  constructor(reply: string) {
    const lines = reply.split(/\r?\n/).map((line) => /^([^#:]+):(.*)$/.exec(line));
    this.#fields = new Map(lines.flatMap((parts) => (parts ? [[parts[1]!, parts[2]!]] : [])));
  }

  /** The value of a field; empty where this version has no such field. */
  text(name: string): string {
    return this.#fields.get(name) ?? '';
  }

  /** The value of a field that is a number; undefined where this version has no such field. */
  number(name: string): number | undefined {
    const text = this.#fields.get(name);
    return text === undefined || text === '' ? undefined : Number(text);
  }

  /** The replicas of a primary: state, and seconds since each said how far it is. */
  get replicas(): readonly { readonly address: string; readonly state: string; readonly lagSeconds: number }[] {
    const values = [...this.#fields].filter(([name]) => /^slave\d+$/.test(name)).map(([, value]) => value);
    return values.map((value) => {
      const parts = new Map(value.split(',').map((part) => part.split('=') as [string, string]));
      const of = (name: string) => parts.get(name) ?? '?';
      return { address: `${of('ip')}:${of('port')}`, state: of('state'), lagSeconds: Number(parts.get('lag') ?? 0) };
    });
  }
}
