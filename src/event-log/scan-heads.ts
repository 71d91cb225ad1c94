import { type EntryHead } from './entry-head.js';
import { type EventFilter } from './event-log.interface.js';
import { type LogAccess } from './log-reads.js';
import { type Position } from './position.js';
import { type Stretch } from './redis-log-reader.js';
import { type Selection } from './selection.js';

/** Heads asked for at once. */
const STEP = 1_000;

/**
 * Looks at the heads of a stretch, step by step, and selects those that pass until the selection is full. Answers the
 * position of the last that was looked at; undefined if there was none.
 */
export async function scanHeads(
  log: Pick<LogAccess, 'heads'>,
  stretch: Stretch,
  filter: EventFilter,
  selection: Selection<EntryHead>,
): Promise<Position | undefined> {
  let reached: Position | undefined;
  for (let left = stretch.count; left > 0;) {
    const position = reached ?? stretch.position;
    const { heads, all } = await log.heads({ ...stretch, position, count: Math.min(STEP, left) });
    for (const head of heads) {
      if (selection.full || (filter.matches(head) && !selection.take(head, head.bytes))) return reached;
      reached = head.position;
    }
    if (all) break;
    left -= heads.length;
  }
  return reached;
}
