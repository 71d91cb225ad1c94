import { type Revocable, type Revocation } from './revocation.js';

export type RevocationListener = (revocation: Revocation) => void;

/**
 * Revokes what principals were granted. Revocations are numbered, and the number of the one that a principal was last
 * named in is its *generation*: what was granted before has an older one, and is revoked. No clock is asked.
 */
export interface Revocations {
  /** The number of the newest revocation that this instance has heard of: the generation of what it grants by itself. */
  readonly newest: number;

  /**
   * Revokes what was granted to a principal until now; what is granted later is good. Returns its new generation, once
   * nothing older is redeemed any more at any instance.
   * @throws RevocationsUnavailableError
   */
  revokePrincipal(name: string): Promise<number>;

  /**
   * Revokes one stream. Returns the number of the revocation.
   * @throws RevocationsUnavailableError
   */
  revokeStream(id: string): Promise<number>;

  /**
   * Calls back with every revocation from now on, whichever instance it was asked of, in order: each time a generation
   * rises. After it was cut off from the store, an instance hears what it missed before it is given an event.
   */
  follow(listener: RevocationListener): void;

  /** Whether something is revoked, as far as this instance has heard. */
  revokes(session: Revocable): boolean;
}

export const Revocations = Symbol('Revocations');
