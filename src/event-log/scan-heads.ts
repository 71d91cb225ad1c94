import { type EntryHead } from './entry-head.js';
import { type EventFilter } from './event-log.interface.js';
import { type LogAccess } from './log-reads.js';
import { type Position } from './position.js';
import { type Stretch } from './redis-log-reader.js';
import { type Selection } from './selection.js';

/** Heads asked for at once. */
const STEP = 1_000;

/** What was looked at. */
export interface Scan {
  /** Position of the last entry; undefined if there was none. */
  readonly reached: Position | undefined;
  /** The first entry, if numbers are missing before it; nothing was selected then. */
  readonly hole?: Position;
}

/**
 * Looks at the heads of a stretch, step by step, and selects those that pass until the selection is full. Entries that
 * nobody can read are passed by. Forwards it ends before the first hole in the numbers, of which its caller must tell.
 */
export async function scanHeads(
  log: Pick<LogAccess, 'heads'>,
  stretch: Stretch,
  filter: EventFilter,
  selection: Selection<EntryHead>,
): Promise<Scan> {
  let reached: Position | undefined;
  let { from } = stretch;
  for (let left = stretch.count; left > 0;) {
    const { heads, all, last, looked } = await log.heads({ ...stretch, from, count: Math.min(STEP, left) });
    for (const head of heads) {
      const follows = stretch.side === 'before' || head.position.n === (reached ?? stretch.position).n + 1;
      if (!follows) return reached ? { reached } : { reached, hole: head.position };
      if (selection.full || (filter.matches(head) && !selection.take(head, head.bytes))) return { reached };
      reached = head.position;
    }
    if (all) break;
    from = last;
    left -= looked;
  }
  return { reached };
}
