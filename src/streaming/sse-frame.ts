import { type GapReason, type LogEntry } from '../event-log/event-log.interface.js';
import { formatPosition, type Position } from '../event-log/position.js';
import { SUPERSEDED } from './marks.js';

/**
 * Makes the frames of a stream in the event stream format of the HTML standard. Every `data` is one line of JSON, and every
 * id and type is made here, so that no CR, LF or NUL of a publisher can end a field.
 */

/** Why the service ends a stream. */
export type GoodbyeReason = 'draining' | 'max_life' | 'revoked' | 'slow_consumer' | 'shutdown' | 'superseded';

/** The media type of a stream. */
export const EVENT_STREAM = 'text/event-stream; charset=utf-8';

export function retryFrame(ms: number): string {
  return `retry: ${ms}\n\n`;
}

/** A published event. It has no `event:` field, so that `onmessage` sees it. */
export function eventFrame({ position, json }: LogEntry): string {
  return `id: ${formatPosition(position)}\ndata: ${json}\n\n`;
}

/** Returns the JSON of a published event from its frame. */
export function jsonOf(frame: string): string {
  return frame.slice(frame.indexOf('\n') + '\ndata: '.length, -'\n\n'.length);
}

export function snapshotFrame(entries: readonly LogEntry[], position: Position): string {
  const id = formatPosition(position);
  const events = entries.map(({ json }) => json).join(',');
  return named('snapshot', `{"type":"snapshot","events":[${events}],"last_event_id":"${id}"}`, id);
}

export function heartbeatFrame(position: Position, now: Date): string {
  const data = JSON.stringify({ type: 'heartbeat', timestamp: now.toISOString() });
  return named('heartbeat', data, formatPosition(position));
}

/** `missedFrom` is the position after which events may be missing; null if the client's `Last-Event-ID` is malformed. */
export function gapFrame(reason: GapReason, missedFrom: string | null, resumedAt: Position): string {
  const resumed_at = formatPosition(resumedAt);
  return named('gap', JSON.stringify({ type: 'gap', reason, missed_from: missedFrom, resumed_at }), resumed_at);
}

export function goodbyeFrame(reason: GoodbyeReason, retryMs: number): string {
  const reconnect = reason !== 'revoked' && reason !== 'superseded';
  const data = JSON.stringify({ type: 'goodbye', reason, reconnect, retry_ms: retryMs });
  const id = reason === 'superseded' ? `id: ${SUPERSEDED}\n` : '';
  return `${id}event: goodbye\nretry: ${retryMs}\ndata: ${data}\n\n`;
}

function named(event: string, data: string, id: string): string {
  return `id: ${id}\nevent: ${event}\ndata: ${data}\n\n`;
}
