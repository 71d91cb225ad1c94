import { elapsedSince } from './clock.js';
import { AT, HASH, MARK_BYTES, readMoment, readSequence } from './event-mark.js';
import { type Histogram } from './histogram.js';

const MARK = Buffer.from('#@');

/** What all scanners of one process count together. */
export interface Tally {
  events: number;
  /** Events that were skipped, over all streams. */
  missing: number;
  /** Events that came twice or too late, over all streams. */
  repeated: number;
  /** Publish → arrival, microseconds. */
  latency: Histogram;
}

/**
 * Finds the marks in what one stream receives and checks that their sequence numbers are complete and in order.
 * Events of one batch are equally long, so the next mark is nearly always one stride further: no search, no string.
 */
export class EventScanner {
  /** The sequence number that must come next; -1 takes the first one that comes. */
  expected = -1;
  private stride = 0;
  private lastLatency = Infinity;
  private carry?: Buffer;

  /** @param step distance between two sequence numbers this stream gets: 1, or more when a filter lets fewer through. */
  constructor(
    private readonly tally: Tally,
    private readonly step: number,
  ) {}

  /**
   * Scans body bytes `start` to `end` of `bytes`, which arrived at `now` (a moment).
   * Returns the latency, in microseconds, of the last event found; Infinity when there was none.
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

  /** Where the next mark begins at or after `from`, or -1. */
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

  /** Keeps a mark that has begun but not ended, so that a mark cut anywhere is still found. */
  private keepTail(bytes: Buffer, from: number, end: number): void {
    this.carry =
      from < end && bytes[from] === HASH && end - from < MARK_BYTES
        ? Buffer.from(bytes.subarray(from, end))
        : undefined;
  }

  /** Completes the mark kept from the read before. False when even now it is not complete. */
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
