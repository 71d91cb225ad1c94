import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef } from 'react';
import { useValue } from '../use-value.js';
import { type Session } from '../session.js';
import { EventRow } from './event-row.js';
import './events.css';

const ROW = 32;

/** The events, newest first. Only what is in view is in the document. */
export function EventList({ session }: { readonly session: Session }) {
  const { shown } = useValue(session.events);
  const scroller = useRef<HTMLDivElement>(null);
  const at = (index: number) => shown[shown.length - 1 - index]!;
  const rows = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    getItemKey: (index) => at(index).order,
    overscan: 10,
  });
  return (
    <div className="event-scroller" ref={scroller} tabIndex={0} role="listbox" aria-label="Events, newest first">
      <div style={{ height: rows.getTotalSize() }} className="event-rows" role="presentation">
        {rows.getVirtualItems().map(({ index, key, start }) => (
          <EventRow key={key} entry={at(index)} top={start} />
        ))}
      </div>
    </div>
  );
}
