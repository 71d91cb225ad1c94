import { uuidV7 } from '../../events/publish/uuid-v7.js';
import { type InputLine } from './input-line.js';
import { type PreparedEvent, type RefusedLine } from './prepared-event.js';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Makes an event of a line of NDJSON. The text is sent unchanged, except that it gets an `event_id` if it has none. The service
 * validates the fields. Returns undefined for an empty line.
 */
export function eventFromJson({
  place,
  bytes,
  tooLong,
  unfinished,
}: InputLine): PreparedEvent | RefusedLine | undefined {
  if (tooLong) return { place, reason: 'is longer than an event may be' };
  const text = decode(bytes)?.trim();
  if (text === undefined) return { place, reason: 'is not UTF-8' };
  if (text === '') return undefined;
  const event = parse(text);
  if (event === undefined)
    return { place, reason: unfinished ? 'is incomplete: the input ends without a line end' : 'is not JSON' };
  if (typeof event !== 'object' || event === null || Array.isArray(event))
    return { place, reason: 'is not a JSON object' };
  const { event_id: given } = event as { event_id?: unknown };
  if (given !== undefined) return { place, eventId: JSON.stringify(given), json: text };
  const eventId = uuidV7();
  const rest = text.slice(1).trimStart();
  return { place, eventId, json: `{"event_id":"${eventId}"${rest === '}' ? '' : ','}${rest}` };
}

function decode(bytes: Buffer): string | undefined {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
