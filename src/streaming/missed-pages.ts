import { type EventLog, type LogPage, type Reader } from '../event-log/event-log.interface.js';
import { isComplete } from '../event-log/find-gap.js';
import { formatPosition, type Position, samePosition } from '../event-log/position.js';
import { RenderedBatch, type Rendering } from './rendered-batch.js';
import { type StreamFilter } from './stream-filter.js';

/** Bounds of a page that is read from the log while a stream catches up. */
const PAGE = { entries: 1_000, bytes: 262_144 };
/** Pages that are kept at most, and for how long, ms. */
const KEPT = 16;
const KEEP_MS = 2_000;

/** What a stream missed, up to a bound. */
export interface Missed {
  readonly page: Pick<LogPage, 'gap' | 'start' | 'reached' | 'head'>;
  /** Undefined if there is nothing to write. */
  readonly rendering: Rendering | undefined;
}

interface KeptPage {
  readonly page: LogPage;
  readonly filter: string;
  readonly batch: RenderedBatch;
}

/**
 * Reads from the log what streams missed. Streams that come back together missed the same: those at one position share a
 * read, and a page is rendered once for all of them. A full page is kept for two seconds; it serves every stream whose position
 * is in it, so that streams at different positions are at the same one after their first page.
 */
export class MissedPages {
  private kept: KeptPage[] = [];
  private readonly underWay = new Map<string, Promise<KeptPage>>();

  constructor(private readonly log: Pick<EventLog, 'read'>) {}

  /** What passes the filter after `position`, if a page with it is kept. */
  find(position: Position, filter: StreamFilter): Missed | undefined {
    for (const kept of this.kept) {
      const from = kept.filter === filter.key ? placeAfter(kept, position) : undefined;
      if (from !== undefined) return missed(kept, filter, from);
    }
    return undefined;
  }

  /** Reads what passes the filter after `position`. Rejects if the log cannot be read. */
  async read(position: Position | 'start', filter: StreamFilter, reader: Reader): Promise<Missed> {
    const key = `${position === 'start' ? position : formatPosition(position)} ${filter.key}`;
    const before = this.underWay.get(key);
    const same = before && (await before.catch(() => undefined));
    if (same && !isComplete(same.page)) return missed(same, filter);
    // One that reached the head may have begun before its events were there. One that began since this call may be shared.
    const since = this.underWay.get(key);
    return missed(await (since && since !== before ? since : this.begin(key, position, filter, reader)), filter);
  }

  /** Forgets all pages. To be called when a failover has replaced entries. */
  clear(): void {
    this.kept = [];
  }

  private begin(key: string, ...read: [Position | 'start', StreamFilter, Reader]): Promise<KeptPage> {
    const reading = this.load(...read).finally(() => {
      if (this.underWay.get(key) === reading) this.underWay.delete(key);
    });
    this.underWay.set(key, reading);
    return reading;
  }

  private async load(after: Position | 'start', filter: StreamFilter, reader: Reader): Promise<KeptPage> {
    const page = await this.log.read(after, PAGE.entries, { bytes: PAGE.bytes, filter, reader });
    const read = { page, filter: filter.key, batch: new RenderedBatch(page.entries) };
    if (page.entries.length > 0 && !page.gap && !isComplete(page)) this.keep(read);
    return read;
  }

  private keep(page: KeptPage): void {
    this.kept = [page, ...this.kept.slice(0, KEPT - 1)];
    setTimeout(() => (this.kept = this.kept.filter((one) => one !== page)), KEEP_MS).unref();
  }
}

function missed({ page, batch }: KeptPage, filter: StreamFilter, from = 0): Missed {
  return { page, rendering: batch.render(filter, from) };
}

/** The index of the first entry of a page after `position`; undefined if the page does not show that the log has the position. */
function placeAfter({ page, batch }: KeptPage, position: Position): number | undefined {
  if (samePosition(page.start, position)) return 0;
  const index = batch.indexOf(position);
  return index === undefined || samePosition(page.reached, position) ? undefined : index + 1;
}
