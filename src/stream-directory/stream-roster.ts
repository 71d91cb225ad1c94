import { type OpenStream, type OpenStreams } from './open-stream.js';
import { formatRecord, recordOf } from './stream-record.js';

/** Bytes that a record takes in Redis beside its text, as in renew.lua. */
const RECORD_OVERHEAD = 100;

/** What one renewal writes, at most. */
const SLICE = { records: 500, bytes: 131_072, ends: 1_000, counts: 500 };

/** Changes for one renewal of the lease to write. */
interface RosterChanges {
  readonly records: readonly string[];
  /** Ids of streams that have closed. */
  readonly ended: readonly string[];
  readonly counts: readonly (readonly [principal: string, streams: number])[];
  /** The streams of `records`. */
  readonly opened: readonly OpenStream[];
}

/**
 * The open streams of this instance, and the changes that are not written to Redis yet. A change is kept until it is written;
 * a stream that closes before that is never written. The cost per stream does not grow with their number.
 */
export class StreamRoster {
  /** Streams whose records are not written. */
  private readonly unwritten = new Set<OpenStream>();
  private readonly ended = new Set<string>();
  private readonly streamsOf = new Map<string, number>();
  private readonly changedCounts = new Set<string>();
  /** The streams of the last renewal that was sent, whose records Redis may have. */
  private sent: ReadonlySet<OpenStream> = new Set();

  constructor(private readonly source: OpenStreams) {
    for (const stream of source.streams) this.opened(stream);
    source.listen(this);
  }

  /** Number of streams whose records are not written. */
  get unlisted(): number {
    return this.unwritten.size;
  }

  get streams(): Iterable<OpenStream> {
    return this.source.streams;
  }

  opened(stream: OpenStream): void {
    this.unwritten.add(stream);
    this.count(stream.principal, 1);
  }

  closed(stream: OpenStream): void {
    const unwritten = this.unwritten.delete(stream);
    if (!unwritten || this.sent.has(stream)) this.ended.add(stream.id);
    this.count(stream.principal, -1);
  }

  countOf(principal: string): number {
    return this.streamsOf.get(principal) ?? 0;
  }

  /** Whether there are changes to write, counting records only if one fits into `room` bytes. */
  hasMore(room: number): boolean {
    return this.ended.size > 0 || this.changedCounts.size > 0 || this.records(room).opened.length > 0;
  }

  /** To be called when Redis has lost everything: all is written again. */
  restart(): void {
    this.sent = new Set();
    this.ended.clear();
    for (const stream of this.source.streams) this.unwritten.add(stream);
    for (const principal of this.streamsOf.keys()) this.changedCounts.add(principal);
  }

  /** Returns the next changes to write, with records of at most `room` bytes. */
  take(room: number): RosterChanges {
    const { opened, records } = this.records(room);
    this.sent = new Set(opened);
    const principals = first(this.changedCounts, SLICE.counts);
    const counts = principals.map((principal) => [principal, this.countOf(principal)] as const);
    return { opened, records, counts, ended: first(this.ended, SLICE.ends) };
  }

  /** To be called when these changes are written; `withRecords` if there was room for the records. */
  written({ opened, ended, counts }: RosterChanges, withRecords: boolean): void {
    this.sent = new Set();
    if (withRecords) for (const stream of opened) this.unwritten.delete(stream);
    for (const id of ended) this.ended.delete(id);
    for (const [principal, streams] of counts) {
      if (this.countOf(principal) === streams) this.changedCounts.delete(principal);
    }
  }

  private records(room: number): Pick<RosterChanges, 'opened' | 'records'> {
    const [opened, records]: [OpenStream[], string[]] = [[], []];
    let left = Math.min(room, SLICE.bytes);
    for (const stream of this.unwritten) {
      const record = formatRecord(recordOf(stream));
      left -= Buffer.byteLength(record) + RECORD_OVERHEAD;
      if (left < 0 || records.length === SLICE.records) break;
      opened.push(stream);
      records.push(record);
    }
    return { opened, records };
  }

  private count(principal: string, change: 1 | -1): void {
    const streams = this.countOf(principal) + change;
    if (streams > 0) this.streamsOf.set(principal, streams);
    else this.streamsOf.delete(principal);
    this.changedCounts.add(principal);
  }
}

function first<T>(values: Iterable<T>, count: number): T[] {
  const found: T[] = [];
  for (const value of values) {
    if (found.length === count) break;
    found.push(value);
  }
  return found;
}
