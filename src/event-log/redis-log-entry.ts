import { type LogEntry, type NewEvent } from './event-log.interface.js';
import { type EntryHead } from './entry-head.js';
import { InternedFields } from './interned-fields.js';
import { isOneLineOfJson } from './one-line-of-json.js';
import { type Position } from './position.js';

/** An entry as Redis returns it: its id, then the name and value of each field. */
export type RawEntry = readonly [id: string, fields: readonly string[]];

/** Digits of a part of an entry's id. The service makes none that is longer. */
const DIGITS_MAX = 14;

const MOST = 10 ** DIGITS_MAX - 1;

/** Reads `<ms>-<n>`. A part with more than 14 digits is read as the largest number with 14. */
export function toPosition(epoch: string, id: string): Position {
  const dash = id.indexOf('-');
  return { epoch, ms: Math.min(MOST, Number(id.slice(0, dash))), n: Math.min(MOST, Number(id.slice(dash + 1))) };
}

/** The id of `position` in the Redis stream. */
export function toStreamId({ ms, n }: Position): string {
  return `${ms}-${n}`;
}

/** An event as the log stores it: `<type> <module> <severity> <JSON>`. One text is read faster than four fields. */
export function toEntryText({ type, module, severity, json }: NewEvent): string {
  return `${type} ${module} ${severity} ${json}`;
}

/** The text of an entry in either format, as `entry.lua` returns it; empty for an entry that another program wrote. */
export function textOf(fields: readonly string[]): string {
  if (fields.length === 2) return fields[0] === 'e' ? (fields[1] ?? '') : '';
  if (fields.length !== 8) return '';
  const [t, type, m, module, s, severity, j, json] = fields;
  return `${t} ${m} ${s} ${j}` === 't m s j' ? `${type} ${module} ${severity} ${json}` : '';
}

const interned = new InternedFields();

/** Reads what `toEntryText` wrote; returns undefined for any other text, and for an id that the service does not make. */
export function toLogEntry(epoch: string, id: string, text: string): LogEntry | undefined {
  const afterType = text.indexOf(' ');
  const afterModule = text.indexOf(' ', afterType + 1);
  const afterSeverity = text.indexOf(' ', afterModule + 1);
  const fields = interned.read(text.slice(0, Math.max(0, afterSeverity)));
  const json = text.slice(afterSeverity + 1);
  if (!fields || !isEntryId(id) || !isOneLineOfJson(json)) return undefined;
  const { type, module, severity } = fields;
  return { position: toPosition(epoch, id), type, module, severity, json };
}

/**
 * Reads `<type> <module> <severity>`; returns undefined for any other text, and for an id that the service does not make.
 * `bytes` is the size of the entry's JSON.
 */
export function toEntryHead(epoch: string, id: string, text: string, bytes: number): EntryHead | undefined {
  const fields = interned.read(text);
  return fields && isEntryId(id) ? { position: toPosition(epoch, id), ...fields, bytes } : undefined;
}

/** Whether the service makes such ids: no part is too long, and `n` is not 0, as in ids that Redis makes. */
function isEntryId(id: string): boolean {
  const dash = id.indexOf('-');
  return dash <= DIGITS_MAX && id.length - dash - 1 <= DIGITS_MAX && !id.endsWith('-0');
}
