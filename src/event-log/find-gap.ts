import { type GapReason, type LogEntry, type LogExtent, type LogPage } from './event-log.interface.js';
import { type Position, samePosition } from './position.js';

/** What `findGap` needs to know of a log and a position. */
export interface LogBounds extends LogExtent {
  /** Whether an entry with exactly this position is retained. */
  readonly holds: boolean;
  /** The entry after it, if any. */
  readonly next?: Position | undefined;
}

/**
 * Whether entries may be missing after `position`. A position is in the log if that very entry exists, or if the log's
 * first entry is the next one; the head always is. So is the one right before an entry, as `before` makes it: what it
 * stands for cannot be read, and that was told.
 */
export function findGap(position: Position, { head, first, holds, next }: LogBounds): GapReason | undefined {
  if (position.epoch !== head.epoch) return 'log_lost';
  if (holds || samePosition(position, head)) return undefined;
  if (next && samePosition(position, before(next))) return undefined;
  const followed = first !== undefined && position.n + 1 === first.n && position.ms <= first.ms;
  if (followed) return undefined;
  const firstN = first?.n ?? head.n + 1;
  return position.n + 1 < firstN ? 'trimmed' : 'log_rewound';
}

/** The position right before `first`; in the log by the rule above. */
export function before({ epoch, ms, n }: Position): Position {
  return { epoch, ms, n: Math.max(0, n - 1) };
}

/** The position right before the oldest entry retained; the head if there is none. */
export function startOf({ first, head }: LogExtent): Position {
  return first ? before(first) : head;
}

/** The newest entry of the log was looked at. */
export function isComplete({ reached, head }: Pick<LogPage, 'reached' | 'head'>): boolean {
  return samePosition(reached, head);
}

/** The entries up to the first whose number does not follow. */
export function consecutive(entries: readonly LogEntry[], after: Position): readonly LogEntry[] {
  const hole = entries.findIndex(({ position }, index) => position.n !== after.n + index + 1);
  return hole === -1 ? entries : entries.slice(0, hole);
}
