import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { type Session } from '../session.js';
import { useMatch, useValue } from '../use-value.js';
import { EmptyList } from './empty-list.js';
import { type Entry } from './entry.js';
import { EventRow } from './event-row.js';
import { ListEnd } from './list-end.js';
import { idOfRow, NARROW, ROW_HEIGHT } from './row.js';
import { WaitingBar } from './waiting-bar.js';
import './events.css';

/** Older events are loaded when so many pixels are left below. */
const NEAR_END = 600;

/** The events, newest first. Only those in view are in the document. */
export function EventList({ session }: { readonly session: Session }) {
  const { desk, older } = session;
  const { shown } = useValue(session.events);
  const selected = useValue(desk.selected);
  const returns = useValue(desk.returns);
  const height = useMatch(NARROW) ? ROW_HEIGHT.narrow : ROW_HEIGHT.wide;
  const scroller = useRef<HTMLDivElement>(null);
  const at = (index: number): Entry => shown[shown.length - 1 - index]!;
  const rows = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    getItemKey: (index) => at(index).order,
    overscan: 8,
  });
  useEffect(() => rows.measure(), [height, rows]);
  useEffect(() => {
    if (scroller.current) scroller.current.scrollTop = 0;
  }, [returns]);
  useEffect(() => {
    if (!selected) return;
    const index = shown.findIndex(({ order }) => order === selected.order);
    if (index !== -1) rows.scrollToIndex(shown.length - 1 - index);
    // A new selection is brought into view; what arrives must not scroll back to it.
  }, [selected]);

  // A list that is shown again begins at its top.
  useEffect(() => () => desk.setScrolled(false), [desk]);

  const looked = () => {
    const { scrollTop, scrollHeight, clientHeight } = scroller.current!;
    desk.setScrolled(scrollTop > height / 2);
    if (scrollHeight - scrollTop - clientHeight < NEAR_END && older.state.get().kind === 'more') void older.load();
  };

  return (
    <section className="events" aria-label="Events">
      <WaitingBar session={session} />
      <div className="event-scroller" ref={scroller} onScroll={looked}>
        {shown.length === 0 ? (
          <EmptyList session={session} />
        ) : (
          <div
            id="event-list"
            role="listbox"
            aria-label="Events, newest first"
            aria-activedescendant={selected ? idOfRow(selected) : undefined}
            tabIndex={0}
            className="event-rows"
            style={{ height: rows.getTotalSize() }}
          >
            {rows.getVirtualItems().map(({ index, key, start }) => {
              const entry = at(index);
              const chosen = entry.order === selected?.order;
              return <EventRow key={key} entry={entry} top={start} selected={chosen} onOpen={session.openEvent} />;
            })}
          </div>
        )}
        <ListEnd session={session} />
      </div>
    </section>
  );
}
