import { type Holder, type MemoryBudget, REFERENCE_BYTES, type SharedMemory } from './memory-budget.js';

/**
 * The frames of one stream that the kernel has not taken: first those that were given to the socket, then those that wait.
 * Streams share their Buffers. Each is counted in the memory budget until the kernel has taken it.
 */
export class Backlog {
  /** Bytes that wait and were not given to the socket. */
  bytes = 0;
  private frames: Buffer[] = [];
  private pieces: SharedMemory[] = [];
  /** How many of `frames`, from the first, were given to the socket. */
  private given = 0;
  private readonly closing: (() => void)[] = [];

  constructor(
    private readonly budget: MemoryBudget,
    private readonly holder: Holder,
  ) {
    budget.enter(holder);
  }

  /** Its share of the memory budget, bytes. */
  get share(): number {
    return this.pieces.reduce((sum, { memory, holders }) => sum + memory.byteLength / holders + REFERENCE_BYTES, 0);
  }

  /** Adds frames that were given to the socket already. */
  begin(frames: Buffer): void {
    this.hold(frames);
    this.given++;
  }

  /** Adds frames that wait. */
  push(frames: Buffer): void {
    this.hold(frames);
    this.bytes += frames.length;
  }

  /**
   * To be called when the kernel has taken what the socket had. Calls `write` with frames that wait until it returns false, or
   * until `most` bytes are given, whole frames. Returns whether the socket accepts more.
   */
  feed(write: (frames: Buffer) => boolean, most: number): boolean {
    this.drop(0, this.given);
    this.given = 0;
    const leave = this.bytes - most;
    let accepts = true;
    while (accepts && this.given < this.frames.length && this.bytes > leave) accepts = this.give(write);
    return accepts;
  }

  /** Calls `write` with all frames that wait. */
  feedAll(write: (frames: Buffer) => boolean): void {
    while (this.given < this.frames.length) this.give(write);
  }

  /** Drops the frames that wait. */
  dropWaiting(): void {
    this.drop(this.given, this.frames.length);
    this.bytes = 0;
  }

  /** Drops all frames, and calls those who wait for that. */
  close(): void {
    this.drop(0, this.frames.length);
    this.bytes = this.given = 0;
    this.budget.leave(this.holder);
    for (const listener of this.closing.splice(0)) listener();
  }

  /** Resolves when it is closed. */
  closed(): Promise<void> {
    return new Promise((resolve) => this.closing.push(resolve));
  }

  private give(write: (frames: Buffer) => boolean): boolean {
    const next = this.frames[this.given++]!;
    this.bytes -= next.length;
    return write(next);
  }

  private hold(frames: Buffer): void {
    this.frames.push(frames);
    this.pieces.push(this.budget.hold(frames));
  }

  private drop(from: number, to: number): void {
    for (let index = from; index < to; index++) this.budget.release(this.pieces[index]!);
    this.frames.splice(from, to - from);
    this.pieces.splice(from, to - from);
  }
}
