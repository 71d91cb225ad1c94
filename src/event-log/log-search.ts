import { type EntryHead } from './entry-head.js';
import { type EntryIndex } from './entry-index.js';
import { type EventFilter, type LogPage, type NewestEntries, type Reader } from './event-log.interface.js';
import { EntryCache } from './entry-cache.js';
import { findGap, type LogBounds, startOf } from './find-gap.js';
import { type LogAccess, type LogReads } from './log-reads.js';
import { type Position } from './position.js';
import { type EntrySource, isEntry, readFiltered } from './read-filtered.js';
import { type Fetched } from './redis-log-reader.js';
import { scanHeads } from './scan-heads.js';
import { Selection } from './selection.js';

/** How long a history waits for the tail to reach the head of the log, ms. Usually it takes a few. */
const TAIL_WITHIN_MS = 300;

interface SearchOptions {
  /** Entries to return at most. */
  readonly limit: number;
  /** Bytes of their JSON at most. */
  readonly bytes: number;
  readonly filter: EventFilter;
  readonly reader: Reader | undefined;
}

/**
 * Reads the entries that pass a filter. It finds them in the index of recent entries, or reads the filter fields from Redis
 * where the index does not reach. Then it reads from Redis the JSON of those that pass and are not cached.
 */
export class LogSearch {
  private readonly cache = new EntryCache();

  constructor(
    private readonly reads: LogReads,
    private readonly index: EntryIndex,
  ) {}

  /** As `EventLog.read`, with a filter. */
  async after(after: Position | 'start', options: SearchOptions): Promise<LogPage> {
    const page = after === 'start' ? undefined : await this.indexedAfter(after, options);
    if (page) return page;
    const reads = this.reads.for(options.reader);
    const bounds = await reads.bounds(after === 'start' ? undefined : after);
    const gap = after === 'start' ? undefined : findGap(after, bounds);
    const start = gap || after === 'start' ? startOf(bounds) : after;
    const source: EntrySource = { heads: (range) => reads.heads(range), fetch: (heads) => this.fetch(reads, heads) };
    const read = { ...options, start, gap, fromStart: after === 'start' };
    // Undefined if some of the entries were trimmed meanwhile: search again.
    return (await readFiltered(source, bounds, read)) ?? this.after(after, options);
  }

  /** As `EventLog.latest`. */
  async newest(scan: number, options: SearchOptions & { before?: Position | undefined }): Promise<NewestEntries> {
    const reads = this.reads.for(options.reader);
    const indexed = options.before ? undefined : await this.indexedNewest(scan, options);
    const { head, chosen, scannedTo } = indexed ?? (await this.scannedNewest(reads, scan, options));
    const entries = (await this.fetch(reads, chosen.reverse())).filter(isEntry);
    return { entries, head, scannedTo };
  }

  /** Undefined where the index does not hold all of these entries. */
  private async indexedNewest(scan: number, { filter, reader, limit, bytes }: SearchOptions) {
    if (reader?.kind !== 'stream' && !(await this.isUpToDate(await this.reads.for().bounds()))) return undefined;
    const selection = new Selection<EntryHead>(limit, bytes);
    const { head } = this.index;
    return head && this.index.newest(scan, filter, selection)
      ? { head, chosen: selection.chosen, scannedTo: undefined }
      : undefined;
  }

  private async scannedNewest(
    reads: LogAccess,
    scan: number,
    { filter, limit, bytes, before: end }: SearchOptions & { before?: Position | undefined },
  ) {
    const { head } = await reads.bounds();
    const selection = new Selection<EntryHead>(limit, bytes);
    // Entries that are appended meanwhile are newer than the returned head, so they are left out.
    const range = { side: 'before', position: end ?? { ...head, n: head.n + 1 }, count: scan } as const;
    // Nothing is before the position of a log without an event, for which Redis has no id.
    const some = range.position.epoch === head.epoch && end?.n !== 0;
    const { more, reached } = some ? await scanHeads(reads, range, filter, selection) : {};
    return { head, chosen: selection.chosen, scannedTo: end && more ? reached : undefined };
  }

  /** Undefined where the index does not hold all of these entries. */
  private async indexedAfter(after: Position, options: SearchOptions): Promise<LogPage | undefined> {
    if (!this.index.holds(after)) return undefined;
    if (options.reader?.kind !== 'stream') {
      const bounds = await this.reads.for().bounds(after);
      if (findGap(after, bounds) || !(await this.isUpToDate(bounds))) return undefined;
    }
    const { head } = this.index;
    if (!head || !this.index.holds(after)) return undefined;
    const selection = new Selection<EntryHead>(options.limit, options.bytes);
    const reached = this.index.after(after, options.filter, selection);
    const entries = await this.fetch(this.reads.for(options.reader), selection.chosen);
    return entries.every(isEntry) ? { entries, start: after, reached, head } : undefined;
  }

  /** Whether the index has reached the head of the log, or does so within `TAIL_WITHIN_MS`. */
  private isUpToDate({ head }: LogBounds): Promise<boolean> | boolean {
    return this.index.head !== undefined && this.index.reaches(head, TAIL_WITHIN_MS);
  }

  /** The entries of these heads, in the same order, from the cache and from Redis. */
  private async fetch(reads: LogAccess, heads: readonly EntryHead[]): Promise<Fetched[]> {
    const found = heads.map(({ position }): Fetched | undefined => this.cache.get(position));
    const missing = heads.filter((_, index) => !found[index]).map(({ position }) => position);
    const entries = missing.length === 0 ? [] : await reads.entries(missing);
    for (const entry of entries) if (isEntry(entry)) this.cache.add(entry);
    const next = entries.values();
    return found.map((entry) => entry ?? next.next().value ?? 'gone');
  }
}
