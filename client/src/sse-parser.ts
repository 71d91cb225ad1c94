/** One complete message of an event stream. */
export interface SseMessage {
  /** The value of `event:`; `message` if there was none. */
  readonly type: string;
  /** The values of all `data:` lines, joined by LF. */
  readonly data: string;
  /** The last `id:` up to and including this message; empty if there was none. */
  readonly lastEventId: string;
}

const LINE_END = /[\r\n]/g;
const DIGITS = /^[0-9]+$/;

/**
 * Parses `text/event-stream` as the HTML standard says (section 9.2.6). Chunks may end anywhere, also inside a UTF-8 sequence or
 * between CR and LF. A message without the empty line at its end is never returned.
 */
export class SseParser {
  /** The last id, which a browser would send as `Last-Event-ID`. Messages without data set it too. */
  lastEventId = '';
  /** The last valid `retry:`, ms. */
  retryMs: number | undefined;

  readonly #decoder = new TextDecoder('utf-8');
  readonly #maxLength: number;
  #messages: SseMessage[] = [];
  #partialLine = '';
  #endedWithCr = false;
  #idBuffer = '';
  #type = '';
  #data: string[] = [];
  #dataLength = 0;

  /** @param maxLength the most characters of one line, and of the data of one message */
  constructor(maxLength = 33_554_432) {
    this.#maxLength = maxLength;
  }

  /**
   * Parses the next bytes and returns the messages that they complete.
   * @throws RangeError if a line or a message is longer than `maxLength`
   */
  push(bytes: Uint8Array): SseMessage[] {
    this.#messages = [];
    this.#splitLines(this.#decoder.decode(bytes, { stream: true }));
    return this.#messages;
  }

  #splitLines(text: string): void {
    if (text === '') return;
    let start = this.#endedWithCr && text[0] === '\n' ? 1 : 0;
    this.#endedWithCr = false;
    while (start < text.length) {
      LINE_END.lastIndex = start;
      const end = LINE_END.exec(text)?.index;
      if (end === undefined) {
        this.#partialLine += text.slice(start);
        return this.#bound(this.#partialLine.length);
      }
      const line = this.#partialLine + text.slice(start, end);
      this.#partialLine = '';
      start = end + 1;
      if (text[end] === '\r') {
        if (start === text.length) this.#endedWithCr = true;
        else if (text[start] === '\n') start += 1;
      }
      this.#takeLine(line);
    }
  }

  #takeLine(line: string): void {
    if (line === '') return this.#dispatch();
    const colon = line.indexOf(':');
    if (colon === 0) return;
    if (colon === -1) return this.#takeField(line, '');
    this.#takeField(line.slice(0, colon), line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1));
  }

  #takeField(name: string, value: string): void {
    switch (name) {
      case 'data':
        this.#data.push(value);
        this.#dataLength += value.length + 1;
        return this.#bound(this.#dataLength);
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

  #dispatch(): void {
    this.lastEventId = this.#idBuffer;
    if (this.#data.length > 0) {
      this.#messages.push({
        type: this.#type === '' ? 'message' : this.#type,
        data: this.#data.join('\n'),
        lastEventId: this.lastEventId,
      });
    }
    this.#type = '';
    this.#data = [];
    this.#dataLength = 0;
  }

  #bound(length: number): void {
    if (length > this.#maxLength)
      throw new RangeError(`The event stream has a line or message over ${this.#maxLength} characters.`);
  }
}
