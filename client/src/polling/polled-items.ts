import { type StreamItem } from '../stream-item.js';
import { type StreamLink } from '../stream-link.js';
import { type HistoryPage } from './read-history.js';

/** Yields a page that was read from the beginning as the snapshot that a stream begins with. @param most how many events it may have */
export function* snapshotOf(page: HistoryPage, link: StreamLink, most: number): Generator<StreamItem> {
  const { last_event_id: position } = page;
  const item: StreamItem = { kind: 'snapshot', position, events: most === 0 ? [] : page.events };
  link.accept(item);
  link.moveTo(position);
  yield item;
}

/** Yields what a stream would have sent after the position of `link` in place of this page, without what came before. */
export function* itemsOf(page: HistoryPage, link: StreamLink): Generator<StreamItem> {
  const { events, positions, gap, last_event_id: last } = page;
  if (gap) {
    const { reason, missed_from: missedFrom, resumed_at: resumedAt } = gap;
    const item: StreamItem = { kind: 'gap', position: resumedAt ?? link.position, reason, missedFrom, resumedAt };
    link.accept(item);
    yield item;
  }
  const before = link.position;
  for (const [index, event] of events.entries()) {
    // An older service does not tell the positions. What comes before the last event is delivered once all of them are.
    const position = positions?.[index] ?? (index === events.length - 1 ? last : before);
    const item: StreamItem = { kind: 'event', position, event };
    if (!positions || link.accept(item)) yield item;
  }
  link.moveTo(last);
}
