import { type EntryHead } from './entry-head.js';
import { type EventFilter } from './event-log.interface.js';
import { type LogAccess } from './log-reads.js';
import { type Position } from './position.js';
import { type LogRange } from './redis-log-reader.js';
import { type Selection } from './selection.js';

/** Heads that one request reads at most. */
const STEP = 1_000;

interface Scan {
  /** Position of the last entry that was scanned; undefined if there was none. */
  readonly reached: Position | undefined;
  /** The first entry of the range, if numbers are missing before it. Nothing was selected then. */
  readonly afterHole?: Position;
  /** Whether the range may have more entries than the scan was to look at. */
  readonly more?: boolean;
}

/**
 * Scans the heads of a range in steps and selects those that pass the filter, until the selection is full. It skips entries
 * that cannot be read. A range after a position is scanned up to the first missing number.
 */
export async function scanHeads(
  log: Pick<LogAccess, 'heads'>,
  range: LogRange,
  filter: EventFilter,
  selection: Selection<EntryHead>,
): Promise<Scan> {
  let reached: Position | undefined;
  let { from } = range;
  for (let left = range.count; left > 0;) {
    const { heads, all, last, scanned } = await log.heads({ ...range, from, count: Math.min(STEP, left) });
    for (const head of heads) {
      const follows = range.side === 'before' || head.position.n === (reached ?? range.position).n + 1;
      if (!follows) return reached ? { reached } : { reached, afterHole: head.position };
      if (selection.full || (filter.matches(head) && !selection.take(head, head.bytes))) return { reached };
      reached = head.position;
    }
    if (all) return { reached };
    from = last;
    left -= scanned;
  }
  return { reached, more: true };
}
