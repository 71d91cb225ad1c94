import { useCallback, useMemo, useRef, useState } from 'react';
import { Banner } from '../connection/banner.js';
import { Announcer } from '../events/announcer.js';
import { Details } from '../events/details.js';
import { EventList } from '../events/event-list.js';
import { LinkedEvent } from '../events/linked-event.js';
import { FilterBar } from '../filters/filter-bar.js';
import { Help } from '../keyboard/help.js';
import { useKeys } from '../keyboard/use-keys.js';
import { type Session } from '../session.js';
import { Streams } from '../sessions/streams.js';
import { useValue } from '../use-value.js';
import { Header } from './header.js';
import './workspace.css';

/** What somebody who is signed in sees. */
export function Workspace({ session }: { readonly session: Session }) {
  const { desk } = session;
  const [streams, setStreams] = useState(false);
  const [help, setHelp] = useState(false);
  const search = useRef<HTMLInputElement>(null);
  const details = useValue(desk.open);
  const actions = useMemo(() => ({ search: () => search.current?.focus(), help: () => setHelp(true) }), []);
  useKeys(desk, actions, !streams);
  const showStreams = useCallback(() => setStreams((shown) => !shown), []);
  return (
    <div className="workspace">
      <Header session={session} streams={streams} onStreams={showStreams} onHelp={actions.help} />
      <Banner session={session} />
      <LinkedEvent session={session} />
      {streams ? (
        <main>
          <Streams session={session} onClose={showStreams} />
        </main>
      ) : (
        <main className={details ? 'with-details' : ''}>
          <FilterBar session={session} search={search} />
          <EventList session={session} />
          <Details session={session} />
        </main>
      )}
      <Announcer session={session} />
      {help && <Help onClose={() => setHelp(false)} />}
    </div>
  );
}
