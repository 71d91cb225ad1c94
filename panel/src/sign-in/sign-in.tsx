import { useId, useState } from 'react';
import { type Reason } from '../connection/status.js';
import { Advice } from '../layout/advice.js';
import { BASE_URL } from '../service.js';
import { isSendable } from './credential-keeper.js';
import './sign-in.css';

interface SignInProps {
  /** Why the last credential was not taken. */
  readonly refusal: Reason | undefined;
  readonly onSignIn: (credential: string, keep: boolean) => void;
}

const UNSENDABLE: Reason = {
  title: 'A credential has no spaces, line breaks or special letters.',
  advice: 'Check that nothing else was copied with it.',
};

/** Asks for the credential. It has no action: nothing of it ever gets into an address. */
export function SignIn({ refusal, onSignIn }: SignInProps) {
  const [fault, setFault] = useState<Reason>();
  const field = useId();
  const note = useId();
  const shown = fault ?? refusal;

  const submit = (data: FormData) => {
    const credential = (data.get('credential') as string).trim();
    if (isSendable(credential)) onSignIn(credential, data.get('keep') !== null);
    else setFault(UNSENDABLE);
  };

  return (
    <main className="sign-in">
      <form
        className="sign-in-card"
        onSubmit={(submitted) => {
          submitted.preventDefault();
          submit(new FormData(submitted.currentTarget));
        }}
      >
        <h1>
          <span className="mark" aria-hidden="true" /> Events of the platform
        </h1>
        <label htmlFor={field}>Credential</label>
        <input
          id={field}
          name="credential"
          type="password"
          autoComplete="current-password"
          spellCheck={false}
          required
          autoFocus
          aria-describedby={note}
          aria-invalid={shown !== undefined}
        />
        <label className="check">
          <input type="checkbox" name="keep" />
          <span>Keep it until this tab is closed</span>
        </label>
        {shown && <Advice reason={shown} tone="bad" />}
        <button type="submit" className="primary">
          Sign in
        </button>
        <p className="note" id={note}>
          It is sent in a header, to <strong>{new URL(BASE_URL).host}</strong> only, and never in an address.
        </p>
        <details>
          <summary>No credential yet?</summary>
          <p>
            On your own machine, <code>npm start</code> prints an address that signs you in. In a deployment, ask who
            runs it: each principal has its own, with the right <code>read</code>.
          </p>
        </details>
      </form>
    </main>
  );
}
