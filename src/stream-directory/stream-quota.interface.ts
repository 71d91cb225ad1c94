/** A place that counts for its principal until it is given back. */
export interface StreamReservation {
  /** Gives it back; the second time nothing happens. */
  release(): void;
}

/**
 * How many streams a principal may have open, over all instances. Asked only for principals that have such a limit, before
 * their token is spent.
 */
export interface StreamQuota {
  /**
   * Keeps a place for one more stream of `principal`; undefined if it has `max`. Of any number of concurrent callers, at any
   * instance, no more get one than there are. Places of an instance that crashed count until its lease ends.
   * @throws StreamDirectoryUnavailableError: there is no place that anybody would have to give back
   */
  reserve(principal: string, max: number): Promise<StreamReservation | undefined>;
}

export const StreamQuota = Symbol('StreamQuota');
