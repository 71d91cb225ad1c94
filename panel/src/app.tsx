import { useEffect } from 'react';
import { SIGN_IN } from './sign-in/signed-in.js';
import { SignIn } from './sign-in/sign-in.js';
import { useValue } from './use-value.js';
import { Workspace } from './layout/workspace.js';

/** The page: the form to sign in, or the events. */
export function App() {
  const session = useValue(SIGN_IN.session);
  const refusal = useValue(SIGN_IN.refusal);
  useEffect(() => {
    document.title = session ? 'Events · VX11' : 'Sign in · VX11';
  }, [session]);
  return session ? (
    <Workspace key={session.credential} session={session} />
  ) : (
    <SignIn refusal={refusal} onSignIn={(credential, keep) => SIGN_IN.signIn(credential, keep)} />
  );
}
