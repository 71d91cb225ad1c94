import { type Holder, type MemoryBudget, REFERENCE_BYTES, type SharedMemory } from './memory-budget.js';

/**
 * What a socket did not take at once: what it has been given and is passing on, and the frames that wait behind that. They
 * are references to Buffers that streams share, each held in the budget until the kernel took it.
 */
export class Backlog {
  /** Bytes that wait behind what the socket has. */
  bytes = 0;
  private frames: Buffer[] = [];
  private pieces: SharedMemory[] = [];
  /** How many of the first frames the socket has. */
  private given = 0;

  constructor(
    private readonly budget: MemoryBudget,
    private readonly holder: Holder,
  ) {
    budget.enter(holder);
  }

  /** Its part of the memory in the budget, bytes. */
  get share(): number {
    return this.pieces.reduce((sum, { memory, holders }) => sum + memory.byteLength / holders + REFERENCE_BYTES, 0);
  }

  /** Notes frames that the socket was given and did not pass on. */
  begin(frames: Buffer): void {
    this.hold(frames);
    this.given++;
  }

  push(frames: Buffer): void {
    this.hold(frames);
    this.bytes += frames.length;
  }

  /** The kernel took what the socket had. Gives `write` more until it wants no more; returns whether anything is left. */
  feed(write: (frames: Buffer) => boolean): boolean {
    this.drop(0, this.given);
    this.given = 0;
    let wants = true;
    while (wants && this.given < this.frames.length) wants = this.give(write);
    return !wants;
  }

  /** Gives `write` everything, whether it wants more or not. */
  feedAll(write: (frames: Buffer) => boolean): void {
    while (this.given < this.frames.length) this.give(write);
  }

  /** Lets go of what the socket does not have. */
  dropWaiting(): void {
    this.drop(this.given, this.frames.length);
    this.bytes = 0;
  }

  /** Lets go of everything. */
  close(): void {
    this.drop(0, this.frames.length);
    this.bytes = this.given = 0;
    this.budget.leave(this.holder);
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
