import { type BodySink } from './chunked-body.js';

const FRAME_END = Buffer.from('\n\n');
const ID_LINE = Buffer.from('id: ');
const GAP = Buffer.from('event: gap\n');
const LF = 10;

/**
 * Passes complete frames on and keeps the last `id:` of them, as an EventSource does. A frame that was cut was not passed on, so
 * the stream must deliver it again after a resume.
 */
export class CompleteFrames {
  /** The last id, which the client would send as `Last-Event-ID`; empty before the first. */
  lastId = '';
  gaps = 0;
  private tail?: Buffer;

  constructor(private readonly sink: BodySink) {}

  feed(bytes: Buffer, start: number, end: number): void {
    const fresh = bytes.subarray(start, end);
    const all = this.tail ? Buffer.concat([this.tail, fresh]) : fresh;
    const last = all.lastIndexOf(FRAME_END);
    const stop = last < 0 ? 0 : last + FRAME_END.length;
    this.tail = stop < all.length ? Buffer.from(all.subarray(stop)) : undefined;
    if (stop === 0) return;
    const frames = all.subarray(0, stop);
    this.readFields(frames);
    this.sink(frames, 0, stop);
  }

  /** Drops the incomplete frame. */
  cut(): void {
    this.tail = undefined;
  }

  private readFields(frames: Buffer): void {
    if (frames.includes(GAP)) this.gaps++;
    let at = frames.lastIndexOf(ID_LINE);
    while (at > 0 && frames[at - 1] !== LF) at = frames.lastIndexOf(ID_LINE, at - 1);
    if (at >= 0) this.lastId = frames.toString('latin1', at + ID_LINE.length, frames.indexOf(LF, at));
  }
}
