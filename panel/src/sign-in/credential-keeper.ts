/** The part of `sessionStorage` that is used. */
type Storage = Pick<globalThis.Storage, 'getItem' | 'setItem' | 'removeItem'>;

const KEY = 'vx11-credential';

/** Keeps the credential for this tab, if it is asked to. Otherwise it is in memory alone, and gone after a reload. */
export class CredentialKeeper {
  constructor(private readonly storage: Storage) {}

  get kept(): string | undefined {
    return this.storage.getItem(KEY) ?? undefined;
  }

  keep(credential: string): void {
    this.storage.setItem(KEY, credential);
  }

  forget(): void {
    this.storage.removeItem(KEY);
  }
}

/**
 * Takes the credential out of a fragment, `#token=…`, as `npm start` prints it. Returns it, and the fragment without it, which must
 * replace the one in the address at once.
 */
export function takeFromFragment(hash: string): { credential: string | undefined; rest: string } {
  const parts = new URLSearchParams(hash.replace(/^#/, ''));
  const credential = parts.get('token') ?? undefined;
  parts.delete('token');
  const rest = parts.toString();
  return { credential: credential === '' ? undefined : credential, rest: rest === '' ? '' : `#${rest}` };
}

/** Whether a credential can be sent in a header. */
export function isSendable(credential: string): boolean {
  return /^[\x21-\x7e]+$/.test(credential);
}
