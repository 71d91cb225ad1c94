import { elapsedSince } from './clock.js';
import { AT, HASH, MARK_BYTES, readMoment, readSequence } from './event-mark.js';
import { type Histogram } from './histogram.js';

const MARK = Buffer.from('#@');

/** The counts of all scanners of one process. */
export interface Tally {
  events: number;
  /** Events that did not arrive, of all streams. */
  missing: number;
  /** Events that arrived twice or after a later one, of all streams. */
  repeated: number;
  /** From publish to arrival, µs. */
  latency: Histogram;
}

/**
 * Finds the marks in the bytes of one stream and checks that their sequence numbers are complete and in order. The events of a
 * batch have the same length, so the next mark is nearly always at the same distance, and needs no search.
 */
export class EventScanner {
  /** The sequence number that must come next; -1: any. */
  expected = -1;
  private stride = 0;
  private lastLatency = Infinity;
  private carry?: Buffer;

  /** @param step the difference between two sequence numbers of this stream: 1, or more if it has a filter */
  constructor(
    private readonly tally: Tally,
    private readonly step: number,
  ) {}

  /**
   * Scans the bytes from `start` to `end`, which arrived at the moment `now`.
   * Returns the latency of the last event in them, µs; Infinity if there was none.
   */
  scan(bytes: Buffer, start: number, end: number, now: number): number {
    this.lastLatency = Infinity;
    if (this.carry && !this.scanSeam(bytes, start, end, now)) return Infinity;
    let at = this.find(bytes, start, end);
    while (at >= 0 && at + MARK_BYTES <= end) {
      this.take(bytes, at, now);
      at = this.findNext(bytes, at, end);
    }
    this.keepTail(bytes, at >= 0 ? at : Math.max(start, end - 1), end);
    return this.lastLatency;
  }

  private findNext(bytes: Buffer, last: number, end: number): number {
    const guess = last + this.stride;
    if (this.stride > 0 && guess + 1 < end && bytes[guess] === HASH && bytes[guess + 1] === AT) return guess;
    const found = this.find(bytes, last + MARK_BYTES, end);
    if (found >= 0) this.stride = found - last;
    return found;
  }

  /** Returns where the next mark at or after `from` begins, or -1. */
  private find(bytes: Buffer, from: number, end: number): number {
    if (from >= end) return -1;
    const found = bytes.indexOf(MARK, from);
    return found >= 0 && found + 1 < end ? found : -1;
  }

  private take(bytes: Uint8Array, at: number, now: number): void {
    const sequence = readSequence(bytes, at);
    const { tally } = this;
    tally.events++;
    this.lastLatency = elapsedSince(readMoment(bytes, at), now);
    tally.latency.record(this.lastLatency);
    if (sequence === this.expected || this.expected < 0) {
      this.expected = sequence + this.step;
    } else if (sequence < this.expected) {
      tally.repeated++;
    } else {
      tally.missing += (sequence - this.expected) / this.step;
      this.expected = sequence + this.step;
    }
  }

  /** Keeps the beginning of a mark whose rest has not arrived yet. */
  private keepTail(bytes: Buffer, from: number, end: number): void {
    this.carry =
      from < end && bytes[from] === HASH && end - from < MARK_BYTES
        ? Buffer.from(bytes.subarray(from, end))
        : undefined;
  }

  /** Completes the mark that the last read began. Returns false if it is still not complete. */
  private scanSeam(bytes: Buffer, start: number, end: number, now: number): boolean {
    const carry = this.carry as Buffer;
    const seam = Buffer.concat([carry, bytes.subarray(start, Math.min(end, start + MARK_BYTES - carry.length))]);
    const isMark = seam.length < 2 || seam[1] === AT;
    const complete = seam.length === MARK_BYTES || !isMark;
    this.carry = complete ? undefined : seam;
    if (complete && isMark) this.take(seam, 0, now);
    return complete;
  }
}
