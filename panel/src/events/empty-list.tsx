import { isConnected } from '../connection/status.js';
import { EVERYTHING, isOpen } from '../filters/event-filter.js';
import { type Session } from '../session.js';
import { useValue } from '../use-value.js';
import { emptinessOf } from './emptiness.js';

/** Says why there is nothing to see, and what to do next. */
export function EmptyList({ session: { events, desk, status } }: { readonly session: Session }) {
  const view = useValue(events);
  const filtered = !isOpen(useValue(desk.filter));
  switch (emptinessOf(view, filtered, isConnected(useValue(status)))) {
    case 'held':
      return (
        <div className="empty">
          <h2>The list is held.</h2>
          <p>Events wait until it goes on. The page has none from before that it can show.</p>
          <button type="button" onClick={() => desk.goOn()}>
            Show the newest
          </button>
        </div>
      );
    case 'filtered':
      return (
        <div className="empty">
          <h2>No event passes the filter.</h2>
          <p>
            {view.kept.toLocaleString('en')} others are here. New ones that pass{' '}
            {events.held ? 'are counted until the list goes on.' : 'will appear by themselves.'}
          </p>
          <button type="button" onClick={() => desk.setFilter(EVERYTHING)}>
            Show all events
          </button>
        </div>
      );
    case 'unconnected':
      return (
        <div className="empty">
          <h2>Nothing has arrived yet.</h2>
          <p>Events appear here as soon as the connection is open.</p>
        </div>
      );
    case 'quiet':
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
}
