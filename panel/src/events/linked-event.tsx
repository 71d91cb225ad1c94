import { useEffect, useState } from 'react';
import { isConnected, type Reason } from '../connection/status.js';
import { type OlderState } from '../history/older-events.js';
import { type Session } from '../session.js';
import { useValue } from '../use-value.js';
import { Advice } from '../layout/advice.js';
import { type EventEntry } from './entry.js';
import { linkedEvent } from './link.js';

/** Opens the event that the address named when the page was loaded, however far back it is. */
export function LinkedEvent({ session }: { readonly session: Session }) {
  const { older, desk, events } = session;
  const [id] = useState(linkedEvent);
  const [outcome, setOutcome] = useState<OlderState>();
  const connected = isConnected(useValue(session.status));
  const loading = useValue(older.state).kind === 'loading';
  const looking = id !== undefined && outcome === undefined;
  useEffect(() => {
    if (!looking || !connected) return;
    const find = () =>
      events.entries.find((entry): entry is EventEntry => entry.kind === 'event' && entry.event.event_id === id);
    let wanted = true;
    desk.setSearching(true);
    void older
      .loadUntil(() => find() !== undefined)
      .then((state) => {
        if (!wanted) return;
        const entry = find();
        if (entry) session.openEvent(entry);
        setOutcome(entry ? { kind: 'more' } : state);
      });
    return () => {
      wanted = false;
      desk.setSearching(false);
    };
  }, [looking, connected, id, session, older, desk, events]);
  useEffect(() => {
    // Older events are asked for again, so the event can be among them.
    if (outcome?.kind === 'failed' && loading) setOutcome(undefined);
  }, [outcome, loading]);
  const reason = outcome && reasonOf(outcome);
  return (
    reason && (
      <Advice reason={reason} tone="warn">
        {outcome.kind === 'failed' && (
          <button type="button" onClick={() => void older.load()}>
            Look again
          </button>
        )}
        <button type="button" onClick={() => setOutcome({ kind: 'more' })}>
          Dismiss
        </button>
      </Advice>
    )
  );
}

/** Why the event of the link is not open; undefined if nothing is to be said. */
function reasonOf(outcome: OlderState): Reason | undefined {
  switch (outcome.kind) {
    case 'end':
      return {
        title: 'The event of this link was not found.',
        advice:
          'The log may no longer have it, or this credential may not read it. A copy of the JSON lasts longer than a link.',
      };
    case 'full':
      return {
        title: 'The event of this link is older than all that the page can keep.',
        advice: 'The log may still have it: `npx vx11 tail --since 2h` shows older events.',
      };
    case 'failed':
      return {
        title: 'The event of this link could not be looked for.',
        advice: `${outcome.why} The page looks again when the connection is back.`,
      };
    default:
      return undefined;
  }
}
