import { EVERYTHING, isOpen } from '../filters/event-filter.js';
import { type Session } from '../session.js';
import { useValue } from '../use-value.js';

/** Says why there is nothing to see, and what to do next. */
export function EmptyList({ session: { events, desk, status } }: { readonly session: Session }) {
  const { kept } = useValue(events);
  const filter = useValue(desk.filter);
  const { kind } = useValue(status);
  if (kept > 0 && !isOpen(filter)) {
    return (
      <div className="empty">
        <h2>No event passes the filter.</h2>
        <p>{kept.toLocaleString('en')} others are here. New ones that pass will appear by themselves.</p>
        <button type="button" onClick={() => desk.setFilter(EVERYTHING)}>
          Show all events
        </button>
      </div>
    );
  }
  if (kind !== 'open' && kind !== 'polling') {
    return (
      <div className="empty">
        <h2>Nothing has arrived yet.</h2>
        <p>Events appear here as soon as the connection is open.</p>
      </div>
    );
  }
  return (
    <div className="empty">
      <h2>All quiet.</h2>
      <p>
        The connection works, and no event has been published yet. To see one, paste this into a terminal:
        <br />
        <code>echo 'Hello' | npx vx11 publish --module demo --severity info</code>
      </p>
    </div>
  );
}
