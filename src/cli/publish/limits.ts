/** The most events in one call: half of what the service accepts. */
export const MAX_BATCH_EVENTS = 500;

/** The most bytes of events in one call: half of what the service accepts. */
export const MAX_BATCH_BYTES = 512 * 1024;

/** The longest time that an event waits for others before its batch is sent, ms. */
export const MAX_BATCH_AGE_MS = 200;

/** The longest line that can become an event, bytes. */
export const MAX_LINE_BYTES = MAX_BATCH_BYTES - 1024;

/**
 * For how long a call that may have arrived is sent again, ms. The service keeps event ids for ten minutes; after that it would
 * publish the events a second time.
 */
export const MAX_UNCERTAIN_MS = 9 * 60_000;

/** The longest wait for a response, ms. */
export const RESPONSE_TIMEOUT_MS = 30_000;

/** For how long an interrupted command still tries to send the lines that it has read, ms. */
export const INTERRUPTED_GRACE_MS = 5_000;
