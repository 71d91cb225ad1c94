import { type GapReason, type LogEntry, type LogExtent, type LogPage } from './event-log.interface.js';
import { type Position, samePosition } from './position.js';

/** What `findGap` needs to know of a log and a position. */
export interface LogBounds extends LogExtent {
  /** Whether the log has an entry with exactly this position. */
  readonly holds: boolean;
  /** The position of the next entry, if any. */
  readonly next?: Position | undefined;
}

/**
 * Returns why entries may be missing after `position`; undefined if none is missing. None is missing if the log has an entry
 * with exactly this position, if the position is the head, or if it is the one right before the log's first entry. A
 * position made by `before` counts too: its reader was already told that an entry there cannot be read.
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

/** A position right before an entry: reading after it begins with that entry, without a gap. */
export function before({ epoch, ms, n }: Position): Position {
  return { epoch, ms, n: Math.max(0, n - 1) };
}

/** The position right before the oldest entry; the head if there is none. */
export function startOf({ first, head }: LogExtent): Position {
  return first ? before(first) : head;
}

/** Whether a page reaches the head, so that there is no further page. */
export function isComplete({ reached, head }: Pick<LogPage, 'reached' | 'head'>): boolean {
  return samePosition(reached, head);
}

/** The entries whose numbers follow `after` one by one, up to the first missing number. */
export function consecutive(entries: readonly LogEntry[], after: Position): readonly LogEntry[] {
  const hole = entries.findIndex(({ position }, index) => position.n !== after.n + index + 1);
  return hole === -1 ? entries : entries.slice(0, hole);
}
