import { type LogEntry } from '../event-log/event-log.interface.js';
import { type Position } from '../event-log/position.js';
import { snapshotFrame } from './sse-frame.js';

/** Bytes of events in a snapshot, at most. */
export const SNAPSHOT_BYTES = 1_048_576;

/** Returns the frame of a snapshot, the first event of a new stream. `entries` are oldest first; the newest that fit are shown. */
export function snapshotOf(entries: readonly LogEntry[], position: Position): Buffer {
  let bytes = 0;
  let first = entries.length;
  while (first > 0 && (bytes += Buffer.byteLength(entries[first - 1]!.json)) <= SNAPSHOT_BYTES) first--;
  return Buffer.from(snapshotFrame(entries.slice(first), position));
}
