import { type Session } from '../session.js';
import { EventList } from '../events/event-list.js';
import { StatusLine } from '../connection/status-line.js';
import { SIGN_IN } from '../sign-in/signed-in.js';
import './workspace.css';

/** What somebody who is signed in sees. */
export function Workspace({ session }: { readonly session: Session }) {
  return (
    <div className="workspace">
      <header className="bar">
        <h1>
          <span className="mark" aria-hidden="true" /> Events
        </h1>
        <StatusLine session={session} />
        <span className="spring" />
        <button type="button" className="plain" onClick={() => SIGN_IN.signOut()}>
          Sign out
        </button>
      </header>
      <main>
        <EventList session={session} />
      </main>
    </div>
  );
}
