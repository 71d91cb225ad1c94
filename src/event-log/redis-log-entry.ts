import { type LogEntry, type NewEvent } from './event-log.interface.js';
import { type EntryHead } from './entry-head.js';
import { KnownFields } from './known-fields.js';
import { type Position } from './position.js';

/** An entry as Redis answers it: its id, then the name of its only field and the text in it. */
export type RawEntry = [id: string, field: [name: string, text: string]];

/** Reads `<ms>-<n>`. */
export function toPosition(epoch: string, id: string): Position {
  const dash = id.indexOf('-');
  return { epoch, ms: Number(id.slice(0, dash)), n: Number(id.slice(dash + 1)) };
}

/** The id of `position` in the Redis stream. */
export function toStreamId({ ms, n }: Position): string {
  return `${ms}-${n}`;
}

/** An event as the log keeps it: `<type> <module> <severity> <JSON>`. One text is read faster than four fields. */
export function toEntryText({ type, module, severity, json }: NewEvent): string {
  return `${type} ${module} ${severity} ${json}`;
}

const fields = new KnownFields();

/** Reads what `toEntryText` wrote. */
export function toLogEntry(epoch: string, [id, [, text]]: RawEntry): LogEntry {
  const afterType = text.indexOf(' ');
  const afterModule = text.indexOf(' ', afterType + 1);
  const afterSeverity = text.indexOf(' ', afterModule + 1);
  const { type, module, severity } = fields.read(text.slice(0, afterSeverity));
  return { position: toPosition(epoch, id), type, module, severity, json: text.slice(afterSeverity + 1) };
}

/** Reads what precedes the JSON in an entry's text. */
export function toEntryHead(epoch: string, id: string, text: string, bytes: number): EntryHead {
  return { position: toPosition(epoch, id), ...fields.read(text), bytes };
}
