import { type LogEntry, type NewEvent } from './event-log.interface.js';
import { type EntryHead } from './entry-head.js';
import { KnownFields } from './known-fields.js';
import { isOneLineOfJson } from './one-line-of-json.js';
import { type Position } from './position.js';

/** An entry as Redis returns it: its id, then names and values of its fields in turn. */
export type RawEntry = readonly [id: string, fields: readonly string[]];

/** Of a part of an id; beyond that it is none of ours, and no number here could hold it. */
const DIGITS_MAX = 14;

const MOST = 10 ** DIGITS_MAX - 1;

/** Reads `<ms>-<n>`; a part that is too large for us as the largest that is not. */
export function toPosition(epoch: string, id: string): Position {
  const dash = id.indexOf('-');
  return { epoch, ms: Math.min(MOST, Number(id.slice(0, dash))), n: Math.min(MOST, Number(id.slice(dash + 1))) };
}

/** The id of `position` in the Redis stream. */
export function toStreamId({ ms, n }: Position): string {
  return `${ms}-${n}`;
}

/** An event as the log keeps it: `<type> <module> <severity> <JSON>`. One text is read faster than four fields. */
export function toEntryText({ type, module, severity, json }: NewEvent): string {
  return `${type} ${module} ${severity} ${json}`;
}

/** The text of an entry in either format, as `entry.lua` has it; empty for what no version of the service wrote. */
export function textOf(fields: readonly string[]): string {
  if (fields.length === 2) return fields[0] === 'e' ? (fields[1] ?? '') : '';
  if (fields.length !== 8) return '';
  const [t, type, m, module, s, severity, j, json] = fields;
  return `${t} ${m} ${s} ${j}` === 't m s j' ? `${type} ${module} ${severity} ${json}` : '';
}

const fields = new KnownFields();

/** Reads what `toEntryText` wrote; undefined for what it would not have written, whoever did. */
export function toLogEntry(epoch: string, id: string, text: string): LogEntry | undefined {
  const afterType = text.indexOf(' ');
  const afterModule = text.indexOf(' ', afterType + 1);
  const afterSeverity = text.indexOf(' ', afterModule + 1);
  const known = fields.read(text.slice(0, Math.max(0, afterSeverity)));
  const json = text.slice(afterSeverity + 1);
  if (!known || !isOurs(id) || !isOneLineOfJson(json)) return undefined;
  const { type, module, severity } = known;
  return { position: toPosition(epoch, id), type, module, severity, json };
}

/** Reads what precedes the JSON in an entry's text; undefined as above, but for the JSON. */
export function toEntryHead(epoch: string, id: string, text: string, bytes: number): EntryHead | undefined {
  const known = fields.read(text);
  return known && isOurs(id) ? { position: toPosition(epoch, id), ...known, bytes } : undefined;
}

function isOurs(id: string): boolean {
  const dash = id.indexOf('-');
  return dash <= DIGITS_MAX && id.length - dash - 1 <= DIGITS_MAX && !id.endsWith('-0');
}
