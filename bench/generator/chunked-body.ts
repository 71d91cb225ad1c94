/** Receives a part of a body: the bytes from `start` to `end`, which are valid only during the call. */
export type BodySink = (bytes: Buffer, start: number, end: number) => void;

const LF = 10;
const CR = 13;
const SEMICOLON = 59;

/** Removes the chunk framing (RFC 9112 §7.1) of a body as it arrives, in parts of any size, without copying the data. */
export class ChunkedBody {
  private dataLeft = 0;
  private size = 0;
  private state: 'size' | 'extension' | 'data' | 'data-end' = 'size';
  ended = false;

  constructor(private readonly sink: BodySink) {}

  feed(bytes: Buffer, start: number, end: number): void {
    let at = start;
    while (at < end)
      at = this.state === 'data' ? this.takeData(bytes, at, end) : this.takeFraming(bytes[at] as number, at);
  }

  private takeData(bytes: Buffer, at: number, end: number): number {
    const stop = Math.min(end, at + this.dataLeft);
    this.sink(bytes, at, stop);
    this.dataLeft -= stop - at;
    if (this.dataLeft === 0) this.state = 'data-end';
    return stop;
  }

  private takeFraming(byte: number, at: number): number {
    if (this.state === 'data-end') {
      if (byte === LF) this.state = 'size';
    } else if (byte === LF) {
      this.beginData();
    } else if (byte === SEMICOLON) {
      this.state = 'extension';
    } else if (this.state === 'size' && byte !== CR) {
      this.size = this.size * 16 + hexDigit(byte);
    }
    return at + 1;
  }

  private beginData(): void {
    this.ended = this.size === 0;
    this.dataLeft = this.size;
    this.size = 0;
    this.state = this.ended ? 'data-end' : 'data';
  }
}

function hexDigit(byte: number): number {
  return byte <= 57 ? byte - 48 : (byte | 32) - 87;
}
