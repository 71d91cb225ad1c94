import { parsePosition } from '../position.js';
import { type HistoryPage } from './read-history.js';

/** The most events of one page that the client asks for. */
export const LIMIT = 200;
/**
 * Characters of events. The service leaves an event out when the page would have more than 1 MiB of UTF-8, and an event has less than a
 * tenth of that. A character has at most three bytes.
 */
const MANY_CHARS = 262_144;
/** So many events of the log the service looks through for one page. */
const SCANNED = 10_000;

/** Whether the service probably has more than this page, which it read after `after`. If not, what comes next can wait. */
export function hasMore({ events, last_event_id: last }: HistoryPage, after: string): boolean {
  if (events.length >= LIMIT || (parsePosition(last)?.n ?? 0) - (parsePosition(after)?.n ?? Infinity) >= SCANNED)
    return true;
  return JSON.stringify(events).length >= MANY_CHARS;
}
