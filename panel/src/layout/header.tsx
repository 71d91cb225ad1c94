import { Chart } from '../chart/chart.js';
import { StatusLine } from '../connection/status-line.js';
import { type Session } from '../session.js';
import { SIGN_IN } from '../sign-in/signed-in.js';
import { useValue } from '../use-value.js';
import { ThemeButton } from './theme-button.js';

interface HeaderProps {
  readonly session: Session;
  /** Whether the streams are shown instead of the events. */
  readonly streams: boolean;
  readonly onStreams: () => void;
  readonly onHelp: () => void;
}

export function Header({ session, streams, onStreams, onHelp }: HeaderProps) {
  const admin = useValue(session.admin);
  return (
    <header className="bar">
      <h1>
        <span className="mark" aria-hidden="true" />
        <span className="wide">Events</span>
      </h1>
      <StatusLine session={session} />
      <Chart rates={session.rates} />
      <span className="spring" />
      {admin && (
        <button type="button" aria-pressed={streams} onClick={onStreams}>
          Streams
        </button>
      )}
      <ThemeButton />
      <button type="button" className="plain wide" onClick={onHelp} aria-label="Keys" title="Keys (?)">
        ?
      </button>
      <button type="button" className="plain" onClick={() => SIGN_IN.signOut()}>
        <span className="wide">Sign out</span>
        <svg className="sign-out" viewBox="0 0 16 16" width="15" height="15" aria-hidden="true">
          <path d="M6 2H2.5v12H6M6 8h8m-3-3 3 3-3 3" fill="none" stroke="currentColor" strokeWidth="1.6" />
        </svg>
      </button>
    </header>
  );
}
