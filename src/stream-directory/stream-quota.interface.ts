/** A reserved place, which counts for its principal until it is released. */
export interface StreamReservation {
  /** Names the place, without blanks, for the request that takes it over. */
  readonly name: string;
  /** Releases the place. Does nothing if it is released already. */
  release(): void;
}

/**
 * Bounds the open streams of a principal over all instances. Used only for principals that have such a limit, before their
 * token is redeemed.
 */
export interface StreamQuota {
  /**
   * Reserves a place for one more stream of `principal`. Returns undefined if it has `max` places, over all instances.
   * Concurrent callers never get more places than `max`. The places of a crashed instance count until its lease ends. The place
   * named `predecessor` does not count: its stream is taken over, and ends.
   * @throws StreamDirectoryUnavailableError: no place is reserved
   */
  reserve(principal: string, max: number, predecessor?: string): Promise<StreamReservation | undefined>;
}

export const StreamQuota = Symbol('StreamQuota');
