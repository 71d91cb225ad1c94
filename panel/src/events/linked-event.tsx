import { useEffect, useState } from 'react';
import { type Session } from '../session.js';
import { useValue } from '../use-value.js';
import { Advice } from '../layout/advice.js';
import { type EventEntry } from './entry.js';
import { linkedEvent } from './link.js';

/** Opens the event that the address named when the page was loaded, however far back it is. */
export function LinkedEvent({ session }: { readonly session: Session }) {
  const [id] = useState(linkedEvent);
  const [state, setState] = useState<'looking' | 'found' | 'missing'>('looking');
  const { kind } = useValue(session.status);
  const ready = id !== undefined && kind === 'open';
  useEffect(() => {
    if (!ready || state !== 'looking') return;
    const find = () =>
      session.events.entries.find(
        (entry): entry is EventEntry => entry.kind === 'event' && entry.event.event_id === id,
      );
    void session.older
      .loadUntil(() => find() !== undefined)
      .then(() => {
        const entry = find();
        if (entry) session.openEvent(entry);
        setState(entry ? 'found' : 'missing');
      });
  }, [ready, state, id, session]);
  if (state !== 'missing') return null;
  const reason = {
    title: 'The event of this link is not in the log any more.',
    advice: 'The log keeps the newest events only; a copy of the JSON lasts longer than a link.',
  };
  return (
    <Advice reason={reason} tone="warn">
      <button type="button" onClick={() => setState('found')}>
        Dismiss
      </button>
    </Advice>
  );
}
