import { useNow, useValue } from '../use-value.js';
import { HEARTBEAT_MS } from '../service.js';
import { type Session } from '../session.js';
import { nameOf, QUIET_HEARTBEATS } from './status.js';
import './connection.css';

/** Says in a word how the connection is. It is announced when its kind changes, not with every second that is counted. */
export function StatusLine({ session }: { readonly session: Session }) {
  const status = useValue(session.status);
  const now = useNow(1_000);
  const quietMs = Math.max(0, now - session.lastSign);
  const quiet = status.kind === 'open' && quietMs > QUIET_HEARTBEATS * HEARTBEAT_MS;
  return (
    <span className="status" data-status={quiet ? 'quiet' : status.kind}>
      <span className="lamp" aria-hidden="true" />
      <span aria-hidden="true">{nameOf(status, quietMs, HEARTBEAT_MS, now)}</span>
      <span className="unseen" role="status">
        {ANNOUNCED[quiet ? 'quiet' : status.kind]}
      </span>
    </span>
  );
}

const ANNOUNCED = {
  connecting: 'Connecting',
  open: 'Connected, events are live',
  quiet: 'Nothing arrives any more',
  waiting: 'Not connected, trying again',
  polling: 'Events come by polling',
  paused: 'Asleep while the page is hidden',
  superseded: 'Another stream has taken over',
  ended: 'The stream has ended',
  refused: 'The stream was refused',
} as const;
