/** Whether a failed write may have been applied: certainly not, or unknown. */
export type WriteOutcome = 'not_applied' | 'unknown';

/** A shared store could not be reached or did not respond in time. It does not mean that something is not in the store. */
export class StoreUnavailableError extends Error {
  override readonly name: string = 'StoreUnavailableError';

  constructor(
    message: string,
    /** Whether the write may have been applied. */
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
