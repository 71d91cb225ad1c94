import { type GapReason, type LogPage } from './event-log.interface.js';
import { type Position, samePosition } from './position.js';

/** What must be known of a log to say whether a position is in it. */
export interface LogBounds {
  readonly head: Position;
  /** The oldest entry retained, if any. */
  readonly first: Position | undefined;
  /** Whether an entry with exactly this position is retained. */
  readonly holds: boolean;
}

/**
 * Whether entries may be missing after `position`. A position is in the log if that very entry exists, or if the log's
 * first entry is the next one; the head always is.
 */
export function findGap(position: Position, { head, first, holds }: LogBounds): GapReason | undefined {
  if (position.epoch !== head.epoch) return 'log_lost';
  if (holds || samePosition(position, head)) return undefined;
  const followed = first !== undefined && position.n + 1 === first.n && position.ms <= first.ms;
  if (followed) return undefined;
  const firstN = first?.n ?? head.n + 1;
  return position.n + 1 < firstN ? 'trimmed' : 'log_rewound';
}

/** The position right before `first`; in the log by the rule above. */
export function before({ epoch, ms, n }: Position): Position {
  return { epoch, ms, n: n - 1 };
}

/** The position right before a page that begins where the log does; its head if it has no entries. */
export function startOf({ entries, head }: Pick<LogPage, 'entries' | 'head'>): Position {
  return entries[0] ? before(entries[0].position) : head;
}
