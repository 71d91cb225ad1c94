import { type EntryHead } from './entry-head.js';
import { type EntryIndex } from './entry-index.js';
import { type EventFilter, type LogPage, type NewestEntries, type Reader } from './event-log.interface.js';
import { FetchedEntries } from './fetched-entries.js';
import { findGap, type LogBounds, startOf } from './find-gap.js';
import { type LogAccess, type LogReads } from './log-reads.js';
import { type Position } from './position.js';
import { type Access, isEntry, readFiltered } from './read-filtered.js';
import { type Fetched } from './redis-log-reader.js';
import { scanHeads } from './scan-heads.js';
import { Selection } from './selection.js';

/** How long a history waits for the tail to bring what the log has, ms. Usually it takes a few. */
const TAIL_WITHIN_MS = 300;

/** The bounds of a search: entries and bytes that pass the filter, and the reader. */
export interface Wanted {
  readonly limit: number;
  readonly bytes: number;
  readonly filter: EventFilter;
  readonly reader: Reader | undefined;
}

/**
 * Finds entries that pass a filter: in the index what passes, then only those that are not in memory from Redis. What the
 * index cannot tell is read from Redis, without the JSON of what does not pass.
 */
export class LogSearch {
  private readonly fetched = new FetchedEntries();

  constructor(
    private readonly reads: LogReads,
    private readonly index: EntryIndex,
  ) {}

  /** As `EventLog.read`, with a filter. */
  async after(after: Position | 'start', wanted: Wanted): Promise<LogPage> {
    const page = after === 'start' ? undefined : await this.indexedAfter(after, wanted);
    if (page) return page;
    const reads = this.reads.for(wanted.reader);
    const bounds = await reads.bounds(after === 'start' ? undefined : after);
    const gap = after === 'start' ? undefined : findGap(after, bounds);
    const start = gap || after === 'start' ? startOf(bounds) : after;
    const access: Access = { heads: (stretch) => reads.heads(stretch), fetch: (heads) => this.fetch(reads, heads) };
    const read = { ...wanted, start, gap, fromStart: after === 'start' };
    // Undefined when something was trimmed meanwhile.
    return (await readFiltered(access, bounds, read)) ?? this.after(after, wanted);
  }

  /** As `EventLog.latest`. */
  async newest(scan: number, wanted: Wanted): Promise<NewestEntries> {
    const reads = this.reads.for(wanted.reader);
    const { head, chosen } =
      (await this.indexedNewest(scan, wanted)) ?? (await this.scannedNewest(reads, scan, wanted));
    return { entries: (await this.fetch(reads, chosen.reverse())).filter(isEntry), head };
  }

  private async indexedNewest(scan: number, { filter, reader, limit, bytes }: Wanted) {
    if (reader?.kind !== 'stream' && !(await this.isUpToDate(await this.reads.for().bounds()))) return undefined;
    const selection = new Selection<EntryHead>(limit, bytes);
    const { head } = this.index;
    return head && this.index.newest(scan, filter, selection) ? { head, chosen: selection.chosen } : undefined;
  }

  private async scannedNewest(reads: LogAccess, scan: number, { filter, limit, bytes }: Wanted) {
    const { head } = await reads.bounds();
    const selection = new Selection<EntryHead>(limit, bytes);
    // Not what is appended meanwhile: it is newer than the head that is answered.
    const stretch = { side: 'before', position: { ...head, n: head.n + 1 }, count: scan } as const;
    await scanHeads(reads, stretch, filter, selection);
    return { head, chosen: selection.chosen };
  }

  /** Undefined where the index does not hold the whole range. */
  private async indexedAfter(after: Position, wanted: Wanted): Promise<LogPage | undefined> {
    if (!this.index.holds(after)) return undefined;
    if (wanted.reader?.kind !== 'stream') {
      const bounds = await this.reads.for().bounds(after);
      if (findGap(after, bounds) || !(await this.isUpToDate(bounds))) return undefined;
    }
    const { head } = this.index;
    if (!head || !this.index.holds(after)) return undefined;
    const selection = new Selection<EntryHead>(wanted.limit, wanted.bytes);
    const reached = this.index.after(after, wanted.filter, selection);
    const entries = await this.fetch(this.reads.for(wanted.reader), selection.chosen);
    return entries.every(isEntry) ? { entries, start: after, reached, head } : undefined;
  }

  /** Whether the index has what the log has; waits a little for that. */
  private isUpToDate({ head }: LogBounds): Promise<boolean> | boolean {
    return this.index.head !== undefined && this.index.reaches(head, TAIL_WITHIN_MS);
  }

  /** In the same order. */
  private async fetch(reads: LogAccess, heads: readonly EntryHead[]): Promise<Fetched[]> {
    const found = heads.map(({ position }): Fetched | undefined => this.fetched.get(position));
    const missing = heads.filter((_, index) => !found[index]).map(({ position }) => position);
    const entries = missing.length === 0 ? [] : await reads.entries(missing);
    for (const entry of entries) if (isEntry(entry)) this.fetched.add(entry);
    const next = entries.values();
    return found.map((entry) => entry ?? next.next().value ?? 'gone');
  }
}
