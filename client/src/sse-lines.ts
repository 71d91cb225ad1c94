const LF = 10;
const CR = 13;
/** The room for a line, bytes. It grows with a long one, and shrinks after it. */
const USUAL_ROOM = 4_096;
/** Strips a BOM, which may stand at the start of the stream only. */
const FIRST_LINE = /* @__PURE__ */ new TextDecoder();
const OTHER_LINES = /* @__PURE__ */ new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * Splits bytes into lines that end with LF, CR or CRLF, and decodes them as UTF-8. Works on bytes, so that the bound of a line is
 * exact. Neither LF nor CR is ever part of a longer UTF-8 sequence.
 */
export class SseLines {
  #decoder = FIRST_LINE;
  #line = new Uint8Array(USUAL_ROOM);
  #length = 0;
  #last: number | undefined;

  /** @param maxBytes the most bytes of one line, without its end */
  constructor(readonly maxBytes: number) {}

  /**
   * Calls `take` with each line that these bytes complete, and with its size in bytes.
   * @throws RangeError if a line is longer than `maxBytes`, also before it has ended
   */
  push(bytes: Uint8Array, take: (line: string, size: number) => void): void {
    let last = this.#last;
    let start = 0;
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at];
      if (byte === LF && last === CR) start = at + 1;
      else if (byte === LF || byte === CR) {
        this.#keep(bytes.subarray(start, at));
        start = at + 1;
        this.#end(take);
      }
      last = byte;
    }
    this.#last = last;
    this.#keep(bytes.subarray(start));
  }

  /** @throws RangeError if this is more than a line, or whatever else `what` names, may have */
  bound(bytes: number, what: string): void {
    if (bytes > this.maxBytes) throw new RangeError(`The event stream has a ${what} of over ${this.maxBytes} bytes.`);
  }

  #keep(bytes: Uint8Array): void {
    const length = this.#length + bytes.length;
    this.bound(length, 'line');
    if (length > this.#line.length) {
      const larger = new Uint8Array(2 * length);
      larger.set(this.#line.subarray(0, this.#length));
      this.#line = larger;
    }
    this.#line.set(bytes, this.#length);
    this.#length = length;
  }

  #end(take: (line: string, size: number) => void): void {
    const size = this.#length;
    const text = this.#decoder.decode(this.#line.subarray(0, size));
    this.#decoder = OTHER_LINES;
    this.#length = 0;
    if (this.#line.length > USUAL_ROOM) this.#line = new Uint8Array(USUAL_ROOM);
    take(text, size);
  }
}
