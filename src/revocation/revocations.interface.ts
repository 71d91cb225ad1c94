import { type Revocable, type Revocation } from './revocation.js';

export type RevocationListener = (revocation: Revocation) => void;

/**
 * Revokes the tokens and streams of principals. Revocations are numbered. The number of a principal's last revocation is its
 * *generation*. A grant carries the number of the newest revocation when it was made: it is revoked if that is lower than the
 * generation of its principal. No clock takes part.
 */
export interface Revocations {
  /** The number of the newest revocation that this instance knows. */
  readonly newest: number;

  /**
   * The number of the newest revocation in the store, also if this instance has not heard of it: the generation of a grant that
   * is made without a token. Never rejects: while the store does not respond, it is the newest that this instance knows.
   */
  generation(): Promise<number>;

  /**
   * Revokes all grants of a principal up to now; later grants are valid. Returns the principal's new generation. From then on
   * no instance redeems an older token.
   * @throws RevocationsUnavailableError
   */
  revokePrincipal(name: string): Promise<number>;

  /**
   * Revokes one stream. Returns the number of the revocation.
   * @throws RevocationsUnavailableError
   */
  revokeStream(id: string): Promise<number>;

  /**
   * Calls `listener` for every revocation from now on, by any instance, in order. After this instance was cut off from the
   * store, the revocations that it missed are reported before its tail delivers an event.
   */
  follow(listener: RevocationListener): void;

  /** Whether a token or stream is revoked, as far as this instance knows. */
  revokes(session: Revocable): boolean;
}

export const Revocations = Symbol('Revocations');
