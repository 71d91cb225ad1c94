import { StoreUnavailableError, type WriteOutcome } from '../store/store-errors.js';

/** The store could not be asked, or did not answer in time. What was to be revoked may be revoked, see `outcome`. */
export class RevocationsUnavailableError extends StoreUnavailableError {
  override readonly name = 'RevocationsUnavailableError';

  constructor(outcome: WriteOutcome, options?: ErrorOptions) {
    super('The store of revocations did not answer.', outcome, options);
  }
}
