import { type SseMessage } from '../../src/sse-parser.js';

/** Bytes of a stream, and what every reader that follows the standard makes of them. */
export interface SseCase {
  readonly name: string;
  /** Why a reader might get it wrong, or what would follow if it did. */
  readonly why: string;
  /** A text is sent as UTF-8. */
  readonly stream: string | Uint8Array;
  readonly messages: readonly SseMessage[];
  /** The last id after the stream; that of the last message if absent. */
  readonly lastEventId?: string;
  /** How long the stream asks to wait before reconnecting, ms; nothing if absent. */
  readonly retryMs?: number;
  /** How Chromium departs from the standard here, where the client does not. */
  readonly chromium?: string;
}

const utf8 = new TextEncoder();

export function bytesOf({ stream }: SseCase): Uint8Array {
  return typeof stream === 'string' ? utf8.encode(stream) : stream;
}

/** The last id after the stream. */
export function lastIdOf({ messages, lastEventId }: SseCase): string {
  return lastEventId ?? messages.at(-1)?.lastEventId ?? '';
}

/** Joins texts and single bytes. */
export function bytes(...parts: readonly (string | number)[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => (typeof part === 'number' ? part : [...utf8.encode(part)])));
}

/** A message as a reader returns it. */
export function message(data: string, lastEventId = '', type = 'message'): SseMessage {
  return { type, data, lastEventId };
}

/** Messages without ids and types. */
export function messages(...data: readonly string[]): SseMessage[] {
  return data.map((text) => message(text));
}
