import { uuidV7 } from '../../events/publish/uuid-v7.js';
import { PAYLOAD_MAX_BYTES, SUMMARY_MAX } from '../../validation/event-rules.js';
import { type InputLine } from './input-line.js';
import { type PreparedEvent, type RefusedLine } from './prepared-event.js';

/** The fields that all events made of plain lines share. */
export interface TextDefaults {
  readonly module: string;
  readonly severity: string;
  readonly type: string;
}

/**
 * Makes an event of a plain line: the line is its summary, and now its time. If the line is too long for a summary, the summary
 * is shortened and `payload.line` has the whole line. Returns undefined for an empty line.
 */
export function eventFromText(
  { place, bytes, tooLong }: InputLine,
  defaults: TextDefaults,
): PreparedEvent | RefusedLine | undefined {
  const tooLarge = { place, reason: 'is longer than an event may be' };
  if (tooLong) return tooLarge;
  const line = bytes.toString('utf8').trimEnd();
  if (line === '') return undefined;
  const payload = line.length > SUMMARY_MAX ? { line } : undefined;
  if (payload !== undefined && Buffer.byteLength(JSON.stringify(payload)) > PAYLOAD_MAX_BYTES) return tooLarge;
  const eventId = uuidV7();
  const json = JSON.stringify({
    event_id: eventId,
    event_type: defaults.type,
    module: defaults.module,
    severity: defaults.severity,
    summary: payload === undefined ? line : shortened(line),
    payload,
    created_at: new Date().toISOString(),
  });
  return { place, eventId, json };
}

/** Shortens a line to a summary, without splitting a surrogate pair. */
function shortened(line: string): string {
  return `${line.slice(0, SUMMARY_MAX - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}
