import { type WriteOutcome } from '../problems/problem.js';

/** The log did not answer. `outcome` tells whether an append may have happened after all. */
export class EventLogUnavailableError extends Error {
  constructor(
    readonly outcome: WriteOutcome,
    options?: ErrorOptions,
  ) {
    super('The event log did not answer.', options);
    this.name = 'EventLogUnavailableError';
  }
}

/** The log has no room; nothing was appended. */
export class EventLogFullError extends Error {
  constructor(options?: ErrorOptions) {
    super('The event log is full.', options);
    this.name = 'EventLogFullError';
  }
}

/** More reads wait for the log than may; nothing was read. */
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
