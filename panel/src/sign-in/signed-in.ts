import { type Reason } from '../connection/status.js';
import { Session } from '../session.js';
import { Value } from '../value.js';
import { CredentialKeeper, isSendable, takeFromFragment } from './credential-keeper.js';

/** Who is signed in, if anybody is. */
class SignedIn {
  readonly session = new Value<Session | undefined>(undefined);
  /** Why the last credential was not taken. */
  readonly refusal = new Value<Reason | undefined>(undefined);
  readonly #keeper = new CredentialKeeper(sessionStorage);

  /** Signs in with the credential of the fragment, or with the one that was kept. */
  begin(): void {
    const { kept } = this.#keeper;
    if (!this.followFragment() && kept && isSendable(kept)) this.signIn(kept, false);
  }

  /** Signs in with the credential of the fragment, which is removed from the address. Returns whether there was one. */
  followFragment(): boolean {
    const { credential, rest } = takeFromFragment(location.hash);
    if (!credential) return false;
    history.replaceState(null, '', `${location.pathname}${location.search}${rest}`);
    if (isSendable(credential)) this.signIn(credential, false);
    return true;
  }

  signIn(credential: string, keep: boolean): void {
    this.session.get()?.close();
    this.refusal.set(undefined);
    if (keep) this.#keeper.keep(credential);
    // Otherwise the page would be somebody else's after it is loaded again.
    else if (this.#keeper.kept !== credential) this.#keeper.forget();
    const session = new Session(credential);
    session.status.subscribe(() => {
      const status = session.status.get();
      // Nothing was ever shown: back to the form, which says why.
      if (status.kind === 'refused' && session.events.entries.length === 0) this.#refused(session, status.reason);
    });
    this.session.set(session);
  }

  signOut(): void {
    this.session.get()?.close();
    this.#keeper.forget();
    this.refusal.set(undefined);
    this.session.set(undefined);
  }

  #refused(session: Session, reason: Reason): void {
    if (this.session.get() !== session) return;
    this.signOut();
    this.refusal.set(reason);
  }
}

export const SIGN_IN = new SignedIn();
SIGN_IN.begin();
addEventListener('hashchange', () => SIGN_IN.followFragment());
