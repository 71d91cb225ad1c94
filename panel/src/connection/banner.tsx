import { type Session } from '../session.js';
import { useValue } from '../use-value.js';
import { Advice } from '../layout/advice.js';
import { SIGN_IN } from '../sign-in/signed-in.js';

/** Says why the connection is not open, and what to do. */
export function Banner({ session }: { readonly session: Session }) {
  const status = useValue(session.status);
  switch (status.kind) {
    case 'waiting':
      return (
        <Advice reason={status.reason} tone="warn">
          <button type="button" onClick={() => session.connect()}>
            Try now
          </button>
        </Advice>
      );
    case 'polling':
      return <Advice reason={status.reason} tone="warn" />;
    case 'superseded':
    case 'ended':
    case 'refused':
      return (
        <Advice reason={status.reason} tone="bad">
          <button type="button" onClick={() => session.connect()}>
            Connect again
          </button>
          <button type="button" onClick={() => SIGN_IN.signOut()}>
            Sign in with another credential
          </button>
        </Advice>
      );
    case 'connecting':
    case 'open':
    case 'paused':
      return null;
  }
}
