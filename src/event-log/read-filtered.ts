import { type EntryHead } from './entry-head.js';
import { type EventFilter, type GapReason, type LogEntry, type LogPage } from './event-log.interface.js';
import { before, type LogBounds } from './find-gap.js';
import { type LogAccess } from './log-reads.js';
import { type Position, samePosition } from './position.js';
import { type Fetched } from './redis-log-reader.js';
import { scanHeads } from './scan-heads.js';
import { Selection } from './selection.js';

/** Entries that one read scans at most. */
const SCAN = 10_000;

interface FilteredRead {
  readonly filter: EventFilter;
  readonly limit: number;
  readonly bytes: number;
  readonly start: Position;
  /** Why entries may be missing before `start`, if they may. */
  readonly gap: GapReason | undefined;
  /** Whether the read is from the start of the log, so that no entry is missing before the first. */
  readonly fromStart: boolean;
}

/** Reads the heads of a range of the log, and the entries of heads. */
export interface EntrySource extends Pick<LogAccess, 'heads'> {
  fetch(heads: readonly EntryHead[]): Promise<Fetched[]>;
}

/** Returns a page of the entries that pass; undefined if some of them were trimmed while it was read. */
export async function readFiltered(
  log: EntrySource,
  bounds: LogBounds,
  read: FilteredRead,
): Promise<LogPage | undefined> {
  const { filter, limit, bytes, start, fromStart, gap } = read;
  const { head } = bounds;
  const selection = new Selection<EntryHead>(limit, bytes);
  const count = Math.min(SCAN, Math.max(0, head.n - start.n));
  const range = { side: 'after', position: start, until: head, count } as const;
  const { reached, afterHole } = await scanHeads(log, range, filter, selection);
  const gapIfMissing = gap ?? (fromStart ? undefined : 'unreadable');
  if (afterHole) return readFiltered(log, bounds, { ...read, start: before(afterHole), gap: gapIfMissing });
  if (!reached) return emptyPage(samePosition(start, head) ? gap : gapIfMissing, head);
  const fetched = await log.fetch(selection.chosen);
  if (fetched.includes('gone')) return undefined;
  const unreadable = fetched.indexOf('unreadable');
  const entries = fetched.slice(0, unreadable === -1 ? undefined : unreadable).filter(isEntry);
  if (unreadable === -1) return { entries, start, reached, head, ...(gap && { gap }) };
  const last = entries.at(-1)?.position;
  if (last) return { entries, start, reached: last, head, ...(gap && { gap }) };
  const { position } = selection.chosen[0]!;
  return { ...emptyPage(gapIfMissing, head), start: position, reached: position };
}

export function isEntry(fetched: Fetched): fetched is LogEntry {
  return typeof fetched !== 'string';
}

/** A page without entries at the head of the log. */
function emptyPage(gap: GapReason | undefined, head: Position): LogPage {
  return { entries: [], start: head, reached: head, head, ...(gap && { gap }) };
}
