import { memo } from 'react';
import { type Entry, type EventEntry } from './entry.js';
import { GAP_REASONS } from './gap-reasons.js';
import { idOfRow } from './row.js';
import { SeverityMark } from './severity-mark.js';
import { clockOf } from './time.js';

interface EventRowProps {
  readonly entry: Entry;
  /** Pixels from the top of the list. */
  readonly top: number;
  readonly selected: boolean;
  readonly onOpen: (entry: EventEntry) => void;
}

/** One line of the list. */
export const EventRow = memo(function EventRow({ entry, top, selected, onOpen }: EventRowProps) {
  const style = { transform: `translateY(${top}px)` };
  if (entry.kind === 'gap') {
    return (
      <div id={idOfRow(entry)} className="row gap" style={style} role="option" aria-selected={false}>
        <span>Events may be missing here: {GAP_REASONS[entry.reason] ?? entry.reason}</span>
      </div>
    );
  }
  const { severity, module, event_type: type, summary, created_at: at } = entry.event;
  return (
    <div
      id={idOfRow(entry)}
      className={`row ${severity}`}
      style={style}
      role="option"
      aria-selected={selected}
      onClick={() => onOpen(entry)}
    >
      <SeverityMark severity={severity} />
      <time dateTime={at}>{clockOf(at)}</time>
      <span className="module">{module}</span>
      <span className="type">{type}</span>
      <span className="summary">{summary}</span>
    </div>
  );
});
