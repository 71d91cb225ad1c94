import { type OperatorEvent } from './operator-event.js';
import { type SseMessage } from './sse-parser.js';
import { type StreamItem } from './stream-item.js';

type Json = Record<string, unknown>;

/** Decodes a message of the stream. Returns an item of kind `unknown` for a message that it cannot read; never throws. */
export function decodeItem({ type, data, lastEventId: position }: SseMessage): StreamItem {
  const unknown: StreamItem = { kind: 'unknown', position, type, data };
  const body = parseObject(data);
  if (body === undefined) return unknown;
  switch (type) {
    case 'message':
      return isEvent(body) ? { kind: 'event', position, event: body } : unknown;
    case 'snapshot':
      return Array.isArray(body.events) && body.events.every(isEvent)
        ? { kind: 'snapshot', position, events: body.events }
        : unknown;
    case 'gap':
      return {
        kind: 'gap',
        position,
        reason: text(body.reason) ?? 'unknown',
        missedFrom: text(body.missed_from),
        resumedAt: text(body.resumed_at),
      };
    case 'heartbeat':
      return { kind: 'heartbeat', position, timestamp: text(body.timestamp) ?? '' };
    case 'goodbye':
      return {
        kind: 'goodbye',
        position,
        reason: text(body.reason) ?? 'unknown',
        reconnect: body.reconnect !== false,
        retryMs: typeof body.retry_ms === 'number' ? body.retry_ms : undefined,
      };
    default:
      return unknown;
  }
}

function parseObject(data: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(data);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isEvent(value: unknown): value is OperatorEvent & Json {
  return (
    isObject(value) &&
    ['event_id', 'event_type', 'summary', 'module', 'severity'].every((key) => typeof value[key] === 'string')
  );
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
