import { type Scope } from './scope.js';

/** What a principal may do. `admin` covers what acts on other principals' streams. */
export const RIGHTS = ['read', 'publish', 'admin'] as const;
export type Right = (typeof RIGHTS)[number];

/** Who is calling, and what it may do. */
export interface Principal {
  readonly name: string;
  readonly rights: readonly Right[];
  /** What its rights to read and to publish cover. */
  readonly scope: Scope;
  /** Streams it may have open at once, over all instances; absent: no limit of its own. */
  readonly streamsMax?: number;
  /** Until when its credential is good, ms since 1970; absent: until it is taken out. */
  readonly expiresAt?: number;
  /** Which of its credentials it came with: 16 hex digits that tell nothing of the credential. */
  readonly fingerprint: string;
}

/** A principal that this instance is configured with. */
export interface LocalPrincipal extends Omit<Principal, 'expiresAt' | 'fingerprint'> {
  /** SHA-256 of each of its credentials, 64 lower-case hex digits. */
  readonly digests: readonly string[];
}
