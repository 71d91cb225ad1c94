import { StoreFullError, StoreUnavailableError, type WriteOutcome } from '../store/store-errors.js';

/** The log could not be reached or did not respond in time. `outcome` tells whether an append may have been applied. */
export class EventLogUnavailableError extends StoreUnavailableError {
  override readonly name = 'EventLogUnavailableError';

  constructor(outcome: WriteOutcome, options?: ErrorOptions) {
    super('The event log did not answer.', outcome, options);
  }
}

/** The log has no room; nothing was appended. */
export class EventLogFullError extends StoreFullError {
  override readonly name = 'EventLogFullError';

  constructor(options?: ErrorOptions) {
    super('The event log is full.', options);
  }
}

/** Too many reads of the log wait already; nothing was read. */
export class EventLogBusyError extends Error {
  constructor() {
    super('Too many reads of the event log wait already.');
    this.name = 'EventLogBusyError';
  }
}

/** The log is written in a format that this version does not know; nothing was appended. */
export class EventLogFormatError extends Error {
  constructor(readonly format: number) {
    super(`The event log is written in format ${format}.`);
    this.name = 'EventLogFormatError';
  }
}
