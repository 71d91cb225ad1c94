import { type OpenStream, type OpenStreams } from './open-stream.js';
import { formatRecord, recordOf } from './stream-record.js';

/** What a record takes in the store beside its text, bytes; the same as in renew.lua. */
const RECORD_OVERHEAD = 100;

/** What is told in one renewal, at most. */
const SLICE = { records: 500, bytes: 131_072, ends: 1_000, counts: 500 };

/** A part of what the store has yet to be told. */
export interface RosterChanges {
  readonly records: readonly string[];
  readonly ended: readonly string[];
  readonly counts: readonly (readonly [principal: string, streams: number])[];
  /** The streams of `records`. */
  readonly opened: readonly OpenStream[];
}

/**
 * The streams of this instance, and what of them the store has yet to be told. A change is kept until the store has it; a
 * stream that is over before it was told is never told. Each stream costs the same, however many there are.
 */
export class StreamRoster {
  private readonly untold = new Set<OpenStream>();
  private readonly ended = new Set<string>();
  private readonly streamsOf = new Map<string, number>();
  private readonly changedCounts = new Set<string>();
  /** What was sent last, and may be in the store. */
  private sent: ReadonlySet<OpenStream> = new Set();

  constructor(private readonly source: OpenStreams) {
    for (const stream of source.streams) this.opened(stream);
    source.listen(this);
  }

  /** Streams whose records the store does not have. */
  get unlisted(): number {
    return this.untold.size;
  }

  get streams(): Iterable<OpenStream> {
    return this.source.streams;
  }

  opened(stream: OpenStream): void {
    this.untold.add(stream);
    this.count(stream.principal, 1);
  }

  closed(stream: OpenStream): void {
    const untold = this.untold.delete(stream);
    if (!untold || this.sent.has(stream)) this.ended.add(stream.id);
    this.count(stream.principal, -1);
  }

  countOf(principal: string): number {
    return this.streamsOf.get(principal) ?? 0;
  }

  /** Something is to be told, for which there may be room. */
  hasMore(room: number): boolean {
    return this.ended.size > 0 || this.changedCounts.size > 0 || this.records(room).opened.length > 0;
  }

  /** Everything is to be told again: the store has nothing. */
  restart(): void {
    this.sent = new Set();
    this.ended.clear();
    for (const stream of this.source.streams) this.untold.add(stream);
    for (const principal of this.streamsOf.keys()) this.changedCounts.add(principal);
  }

  /** What to tell next, its records within `room` bytes. */
  take(room: number): RosterChanges {
    const { opened, records } = this.records(room);
    this.sent = new Set(opened);
    const principals = first(this.changedCounts, SLICE.counts);
    const counts = principals.map((principal) => [principal, this.countOf(principal)] as const);
    return { opened, records, counts, ended: first(this.ended, SLICE.ends) };
  }

  /** The store has these changes, their records only if it had room. */
  told({ opened, ended, counts }: RosterChanges, recordsToo: boolean): void {
    this.sent = new Set();
    if (recordsToo) for (const stream of opened) this.untold.delete(stream);
    for (const id of ended) this.ended.delete(id);
    for (const [principal, streams] of counts) {
      if (this.countOf(principal) === streams) this.changedCounts.delete(principal);
    }
  }

  private records(room: number): Pick<RosterChanges, 'opened' | 'records'> {
    const [opened, records]: [OpenStream[], string[]] = [[], []];
    let left = Math.min(room, SLICE.bytes);
    for (const stream of this.untold) {
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
