import { StoreUnavailableError, type WriteOutcome } from '../store/store-errors.js';

/** The store could not be reached or did not respond in time. `outcome` tells whether the revocation may have been applied. */
export class RevocationsUnavailableError extends StoreUnavailableError {
  override readonly name = 'RevocationsUnavailableError';

  constructor(outcome: WriteOutcome, options?: ErrorOptions) {
    super('The store of revocations did not answer.', outcome, options);
  }
}
