import { type NewEvent } from './event-log.interface.js';

/** The bounds of the event log. Beyond either, its oldest entries are trimmed. */
export interface LogLimits {
  readonly maxEntries: number;
  /** Sum of `sizeOf` over all entries. Redis takes up to a quarter more memory than that. */
  readonly maxBytes: number;
}

export const DEFAULT_LOG_LIMITS: LogLimits = { maxEntries: 10_000, maxBytes: 134_217_728 };

const LOG_BYTES_PER_KEY = 2_048;

/**
 * How many idempotency keys a log of `maxBytes` keeps at least; it keeps up to twice as many. Together they take about a
 * tenth of the log's bytes.
 */
export function idempotencyKeysOf(maxBytes: number): number {
  return Math.floor(maxBytes / LOG_BYTES_PER_KEY);
}

/** Bytes of an entry in the log: type, module, severity and JSON in UTF-8, and four for the separators and the field name. */
export function sizeOf({ type, module, severity, json }: Omit<NewEvent, 'idempotencyKey'>): number {
  return type.length + module.length + severity.length + Buffer.byteLength(json) + 4;
}
