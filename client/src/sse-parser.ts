import { SseLines } from './sse-lines.js';

/** One complete message of an event stream. */
export interface SseMessage {
  /** The value of `event:`; `message` if there was none. */
  readonly type: string;
  /** The values of all `data:` lines, joined by LF. */
  readonly data: string;
  /** The last `id:` up to and including this message; empty if there was none. */
  readonly lastEventId: string;
}

export interface SseParserOptions {
  /**
   * The most bytes of one line, and of the `data:` lines of one message; 8 MiB if absent. The largest message of the service, a
   * snapshot, has 1 MiB. So a server that never ends a line or a message takes at most twice as much memory.
   */
  readonly maxBytes?: number;
  /** The last id of the connection before, which holds until the stream has another; empty if absent. */
  readonly lastEventId?: string;
}

const DIGITS = /^[0-9]+$/;

/**
 * Parses `text/event-stream` as the HTML standard says (section 9.2.6). Chunks may end anywhere, also inside a UTF-8 sequence or
 * between CR and LF. A message without the empty line at its end is never returned.
 */
export class SseParser {
  /** The last id, which a browser would send as `Last-Event-ID`. Messages without data set it too. */
  lastEventId: string;
  /** The last valid `retry:`, ms. */
  retryMs: number | undefined;

  readonly #lines: SseLines;
  #idBuffer: string;
  #type = '';
  #data: string[] = [];
  #dataBytes = 0;

  constructor({ maxBytes = 8_388_608, lastEventId = '' }: SseParserOptions = {}) {
    this.#lines = new SseLines(maxBytes);
    this.lastEventId = this.#idBuffer = lastEventId;
  }

  /**
   * Parses the next bytes and returns the messages that they complete.
   * @throws RangeError if a line or a message has more bytes than `maxBytes`
   */
  push(bytes: Uint8Array): SseMessage[] {
    const messages: SseMessage[] = [];
    this.#lines.push(bytes, (line, size) => {
      if (line !== '') return this.#takeLine(line, size);
      const message = this.#complete();
      if (message !== undefined) messages.push(message);
    });
    return messages;
  }

  /** A comment is a field without a name, and so unknown. */
  #takeLine(line: string, size: number): void {
    const colon = line.indexOf(':');
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1);
    switch (name) {
      case 'data':
        this.#dataBytes += size;
        this.#lines.bound(this.#dataBytes, 'message');
        this.#data.push(value);
        return;
      case 'event':
        this.#type = value;
        return;
      case 'id':
        if (!value.includes('\0')) this.#idBuffer = value;
        return;
      case 'retry':
        if (DIGITS.test(value)) this.retryMs = Number(value);
        return;
    }
  }

  #complete(): SseMessage | undefined {
    this.lastEventId = this.#idBuffer;
    const type = this.#type || 'message';
    const data = this.#data;
    this.#type = '';
    this.#data = [];
    this.#dataBytes = 0;
    return data.length === 0 ? undefined : { type, data: data.join('\n'), lastEventId: this.lastEventId };
  }
}
