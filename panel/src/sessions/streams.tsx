import { useEffect, useRef, useState } from 'react';
import { type Session } from '../session.js';
import { useNow } from '../use-value.js';
import { Advice } from '../layout/advice.js';
import { ConfirmEnd, type EndRequest } from './confirm-end.js';
import { countOf, emptyPageOf } from './describe.js';
import { StreamRow } from './stream-row.js';
import { useStreams } from './use-streams.js';
import './sessions.css';

/** Who is connected, for administrators. */
export function Streams({ session, onClose }: { readonly session: Session; readonly onClose: () => void }) {
  const { page, failure, first, list } = useStreams(session);
  const [asked, setAsked] = useState<EndRequest>();
  const now = useNow(1_000);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <section className="streams" aria-label="Who is connected">
      <div className="streams-head">
        <h2 ref={heading} tabIndex={-1}>
          Who is connected
        </h2>
        <span className="count">{page && countOf(page, first)}</span>
        <span className="spring" />
        {!(first && !page?.next) && (
          <>
            <button type="button" onClick={list.previous} disabled={first}>
              Previous
            </button>
            <button type="button" onClick={list.next} disabled={!page?.next}>
              Next
            </button>
          </>
        )}
        <button type="button" onClick={onClose}>
          Back to the events
        </button>
      </div>
      {failure && (
        <Advice reason={{ title: failure, advice: 'The list is read again every five seconds.' }} tone="warn" />
      )}
      <div className="streams-scroller" tabIndex={0} role="region" aria-label="Streams">
        <table>
          <thead>
            <tr>
              {['Principal', 'Address', 'Since', 'Instance', 'Shows', 'Behind', ''].map((name) => (
                <th key={name} scope="col">
                  {name || <span className="unseen">Actions</span>}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {page?.streams.map((stream) => (
              <StreamRow key={stream.id} stream={stream} now={now} onEnd={setAsked} />
            ))}
          </tbody>
        </table>
        {page?.streams.length === 0 && (
          <div className="empty">
            <p>{emptyPageOf(page, first)}</p>
            {!first && (
              <button type="button" onClick={list.previous}>
                Go back
              </button>
            )}
          </div>
        )}
      </div>
      {asked && (
        <ConfirmEnd
          request={asked}
          credential={session.credential}
          onDone={() => {
            setAsked(undefined);
            heading.current?.focus();
            void list.read();
          }}
        />
      )}
    </section>
  );
}
