/** Whether a failed write may have happened after all. */
export type WriteOutcome = 'not_applied' | 'unknown';

/** A shared store did not answer. Says nothing about what it holds. */
export class StoreUnavailableError extends Error {
  override readonly name: string = 'StoreUnavailableError';

  constructor(
    message: string,
    /** Whether what was to be written may be in the store. */
    readonly outcome: WriteOutcome,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** A shared store has no room; nothing was written. */
export class StoreFullError extends Error {
  override readonly name: string = 'StoreFullError';
}
