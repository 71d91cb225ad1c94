import { StoreUnavailableError, type WriteOutcome } from '../store/store-errors.js';

/** The directory could not be asked, or cannot tell yet, after the store failed over or lost what it had. */
export class StreamDirectoryUnavailableError extends StoreUnavailableError {
  override readonly name = 'StreamDirectoryUnavailableError';

  constructor(outcome: WriteOutcome, options?: ErrorOptions) {
    super('The directory of streams did not answer.', outcome, options);
  }
}
