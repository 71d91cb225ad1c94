import { fingerprintOf } from './fingerprint.js';
import { type LocalPrincipal, type Principal } from './principal.js';
import { type PrincipalsChange, whatIsGone } from './principals-change.js';

/** Is told what principals lost, right after the directory has changed. */
export type ChangeListener = (change: PrincipalsChange) => void;

/**
 * The principals that this instance is configured with, from several sources. Each source is replaced as a whole. Looking
 * a principal up costs the same for one principal as for 20,000.
 */
export class PrincipalDirectory {
  private readonly sources = new Map<string, readonly LocalPrincipal[]>();
  private readonly listeners = new Set<ChangeListener>();
  private names: ReadonlyMap<string, LocalPrincipal> = new Map();
  private credentials: ReadonlyMap<string, Principal> = new Map();

  /** Whether any of them has a limit on streams of its own. */
  anyLimit = false;

  get size(): number {
    return this.names.size;
  }

  /** All of them, source by source. */
  all(): Iterable<LocalPrincipal> {
    return this.names.values();
  }

  /** The principal of this name, with the rights and the scope that it has now. */
  named(name: string): LocalPrincipal | undefined {
    return this.names.get(name);
  }

  /** Whose credential has this SHA-256, 64 lower-case hex digits. */
  byDigest(digest: string): Principal | undefined {
    return this.credentials.get(digest);
  }

  /** Whether the principal of this name still has the credential of this fingerprint. */
  knows(name: string, fingerprint: string): boolean {
    return this.names.get(name)?.digests.some((digest) => fingerprintOf(digest) === fingerprint) ?? false;
  }

  /** What `source` says from now on. Names and credentials must not be those of another source. */
  replace(source: string, principals: readonly LocalPrincipal[]): void {
    const before = this.names;
    this.sources.set(source, principals);
    const all = [...this.sources.values()].flat();
    this.names = new Map(all.map((principal) => [principal.name, principal]));
    this.credentials = new Map(all.flatMap(byCredential));
    this.anyLimit = all.some(({ streamsMax }) => streamsMax !== undefined);
    const change = whatIsGone(before, this.names);
    if (change) for (const listener of this.listeners) listener(change);
  }

  /** @returns a function that ends it */
  onChange(listener: ChangeListener): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }
}

function byCredential(principal: LocalPrincipal): [digest: string, Principal][] {
  const { name, rights, scope, streamsMax, digests } = principal;
  const limit = streamsMax === undefined ? {} : { streamsMax };
  return digests.map((digest) => [
    digest,
    Object.freeze({ name, rights, scope, ...limit, fingerprint: fingerprintOf(digest) }),
  ]);
}
