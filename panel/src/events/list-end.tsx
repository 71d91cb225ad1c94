import { useEffect } from 'react';
import { isConnected } from '../connection/status.js';
import { type Session } from '../session.js';
import { useValue } from '../use-value.js';

/** The end of the list: older events are on their way, or there are none. */
export function ListEnd({ session: { older, events, status } }: { readonly session: Session }) {
  const state = useValue(older.state);
  const { shown } = useValue(events);
  const connected = isConnected(useValue(status));
  useEffect(() => {
    if (connected) older.fill();
  }, [connected, older, state, shown.length]);
  useEffect(() => {
    if (connected && older.state.get().kind === 'failed') void older.load();
  }, [connected, older]);
  return (
    <div className="list-end">
      {state.kind === 'loading' && 'Loading older events…'}
      {state.kind === 'end' && shown.length > 0 && 'The log reaches no further back.'}
      {state.kind === 'full' && (
        <>
          The page keeps no more. For older ones: <code>npx vx11 tail --since 2h</code>
        </>
      )}
      {state.kind === 'failed' && (
        <>
          Older events could not be loaded: {state.why}{' '}
          <button type="button" onClick={() => void older.load()}>
            Try again
          </button>
        </>
      )}
    </div>
  );
}
