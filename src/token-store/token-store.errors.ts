import { StoreFullError, StoreUnavailableError, type WriteOutcome } from '../store/store-errors.js';

/** The store could not be reached, or did not respond in time. Whether the token is good is not known. */
export class TokenStoreUnavailableError extends StoreUnavailableError {
  override readonly name = 'TokenStoreUnavailableError';

  constructor(outcome: WriteOutcome, options?: ErrorOptions) {
    super('The token store did not answer.', outcome, options);
  }
}

/** The store has no room for another token. Live tokens are kept. */
export class TokenStoreFullError extends StoreFullError {
  override readonly name = 'TokenStoreFullError';

  constructor(options?: ErrorOptions) {
    super('The token store is full.', options);
  }
}

/** The live tokens of this principal take as many bytes as they may. Other principals still get tokens. */
export class TokenShareSpentError extends Error {
  constructor(
    /** Seconds until the first of these tokens expires. There is room earlier if one is redeemed. */
    readonly retryAfterSeconds: number,
  ) {
    super('The tokens of a principal take as much as they may.');
    this.name = 'TokenShareSpentError';
  }
}
