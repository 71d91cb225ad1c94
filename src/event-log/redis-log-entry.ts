import { type LogEntry } from './event-log.interface.js';
import { type Position } from './position.js';

/** An entry as Redis answers it: id, then field names and values in turn. */
export type RawEntry = [id: string, fields: string[]];

/** Reads `<ms>-<n>`. */
export function toPosition(epoch: string, id: string): Position {
  const dash = id.indexOf('-');
  return { epoch, ms: Number(id.slice(0, dash)), n: Number(id.slice(dash + 1)) };
}

/** The id of `position` in the Redis stream. */
export function toStreamId({ ms, n }: Position): string {
  return `${ms}-${n}`;
}

/** Relies on the order in which the append script writes the fields. */
export function toLogEntry(epoch: string, [id, fields]: RawEntry): LogEntry {
  const [, type = '', , module = '', , severity = '', , json = ''] = fields;
  return { position: toPosition(epoch, id), type, module, severity, json };
}
