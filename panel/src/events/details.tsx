import { useEffect, useRef } from 'react';
import { type Session } from '../session.js';
import { useValue } from '../use-value.js';
import { CopyButton } from './copy-button.js';
import { type EventEntry } from './entry.js';
import { linkTo } from './link.js';
import { SeverityMark } from './severity-mark.js';
import { fullTimeOf } from './time.js';
import './details.css';

/** Everything about the event that is open. */
export function Details({ session: { desk } }: { readonly session: Session }) {
  const entry = useValue(desk.selected);
  const open = useValue(desk.open);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (open) heading.current?.focus({ preventScroll: true });
  }, [open]);
  if (!entry || !open) return null;
  const { event } = entry;
  const close = () => {
    desk.select(entry, false);
    document.getElementById('event-list')?.focus({ preventScroll: true });
  };
  return (
    <aside className="details" aria-label="Details of the event">
      <div className="details-head">
        <SeverityMark severity={event.severity} />
        <span className="spring" />
        <CopyButton label="Copy JSON" text={() => JSON.stringify(event, null, 2)} />
        <CopyButton label="Copy link" text={() => linkTo(event)} />
        <button type="button" className="plain" onClick={close} aria-label="Close the details">
          ✕
        </button>
      </div>
      <h2 ref={heading} tabIndex={-1}>
        {event.summary}
      </h2>
      <Facts entry={entry} />
      <h3 aria-hidden="true">Payload</h3>
      <pre tabIndex={0} role="region" aria-label="Payload">
        {event.payload && Object.keys(event.payload).length > 0 ? JSON.stringify(event.payload, null, 2) : 'none'}
      </pre>
    </aside>
  );
}

function Facts({ entry: { event, position } }: { readonly entry: EventEntry }) {
  const facts = {
    Time: fullTimeOf(event.created_at),
    'As published': event.created_at,
    Module: event.module,
    Type: event.event_type,
    'Event id': event.event_id,
    'Correlation id': event.correlation_id,
    Position: position,
  };
  return (
    <dl>
      {Object.entries(facts).map(
        ([name, value]) =>
          value && (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ),
      )}
    </dl>
  );
}
