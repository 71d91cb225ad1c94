/** Frames that wait for a socket: references to Buffers that streams share, and how many bytes they are. */
export class Backlog {
  bytes = 0;
  private frames: (Buffer | string)[] = [];

  push(frames: Buffer | string): void {
    this.frames.push(frames);
    this.bytes += frames.length;
  }

  /** Gives frames to `write` in order until it wants no more, or none are left. */
  feed(write: (frames: Buffer | string) => boolean): void {
    let fed = 0;
    let wants = true;
    while (wants && fed < this.frames.length) {
      const next = this.frames[fed++]!;
      this.bytes -= next.length;
      wants = write(next);
    }
    this.frames = this.frames.slice(fed);
  }
}
