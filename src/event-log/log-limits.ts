import { type NewEvent } from './event-log.interface.js';

/** What the log keeps at most; beyond either, the oldest entries are trimmed. */
export interface LogLimits {
  readonly maxEntries: number;
  /** Of what is kept of the events, see `sizeOf`. Redis itself takes up to a quarter more. */
  readonly maxBytes: number;
}

export const DEFAULT_LOG_LIMITS: LogLimits = { maxEntries: 10_000, maxBytes: 134_217_728 };

/** Bytes that one idempotency key may take of the log's, with its place. */
const BYTES_OF_KEYS = 2_048;

/** Idempotency keys that are remembered at least, and up to twice as many: about a tenth of the log's bytes. */
export function idempotencyKeysOf(maxBytes: number): number {
  return Math.floor(maxBytes / BYTES_OF_KEYS);
}

/** Bytes of an event in the log: its fields and its JSON, in UTF-8, and what separates them. */
export function sizeOf({ type, module, severity, json }: Omit<NewEvent, 'idempotencyKey'>): number {
  return type.length + module.length + severity.length + Buffer.byteLength(json) + 4;
}
