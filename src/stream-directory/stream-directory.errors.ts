import { StoreUnavailableError, type WriteOutcome } from '../store/store-errors.js';

/** The store could not be reached, or the directory is not complete yet, after the store failed over or lost data. */
export class StreamDirectoryUnavailableError extends StoreUnavailableError {
  override readonly name = 'StreamDirectoryUnavailableError';

  constructor(outcome: WriteOutcome, options?: ErrorOptions) {
    super('The directory of streams did not answer.', outcome, options);
  }
}
