import { type BodySink } from './chunked-body.js';
import { type Position } from './position.js';

const LF = 10;
const FRAME_END = Buffer.from('\n\n');

/**
 * Passes complete frames on, to the position first, as an EventSource does. A frame that was cut was not passed on, so the
 * stream must deliver it again after a resume.
 */
export class CompleteFrames {
  private tail?: Buffer;

  constructor(
    private readonly position: Position,
    private readonly sink: BodySink,
  ) {}

  feed(bytes: Buffer, start: number, end: number): void {
    const fresh = start === 0 && end === bytes.length ? bytes : bytes.subarray(start, end);
    if (!this.tail && endsAFrame(fresh)) return this.pass(fresh);
    const all = this.tail ? Buffer.concat([this.tail, fresh]) : fresh;
    const last = all.lastIndexOf(FRAME_END);
    const stop = last < 0 ? 0 : last + FRAME_END.length;
    this.tail = stop < all.length ? Buffer.from(all.subarray(stop)) : undefined;
    if (stop > 0) this.pass(all.subarray(0, stop));
  }

  /** Drops the incomplete frame. */
  cut(): void {
    this.tail = undefined;
  }

  private pass(frames: Buffer): void {
    this.position.read(frames);
    this.sink(frames, 0, frames.length);
  }
}

function endsAFrame(bytes: Buffer): boolean {
  return bytes[bytes.length - 1] === LF && bytes[bytes.length - 2] === LF;
}
