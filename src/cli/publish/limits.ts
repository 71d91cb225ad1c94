/** Most events in one call: half of what the service takes. */
export const MAX_BATCH_EVENTS = 500;

/** Most bytes of events in one call: half of what the service takes. */
export const MAX_BATCH_BYTES = 512 * 1024;

/** Longest time an event waits for others before its batch goes out, milliseconds. */
export const MAX_BATCH_AGE_MS = 200;

/** A longer line cannot become an event. */
export const MAX_LINE_BYTES = MAX_BATCH_BYTES - 1024;

/** The service remembers event ids for ten minutes. Past this, sending again what may have arrived could double it. */
export const MAX_UNCERTAIN_MS = 9 * 60_000;

/** Longest wait for an answer, milliseconds. */
export const ANSWER_TIMEOUT_MS = 30_000;

/** How long an interrupted command still tries to send what it has read, milliseconds. */
export const INTERRUPTED_GRACE_MS = 5_000;
