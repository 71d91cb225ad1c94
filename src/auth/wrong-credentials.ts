/** So many different wrong credentials of one address in a window; then wrong ones from there are refused for a time. */
export interface WrongCredentialLimit {
  /** 0: no limit. */
  readonly different: number;
  readonly windowSeconds: number;
}

/** The longest time for which an address is refused, and after it how long that is remembered. */
const LONGEST_MS = 3_600_000;
/** For all addresses together; for the next one, that which was longest untouched is forgotten. */
const BYTES_MAX = 8_388_608;
/** What an address takes by itself, and for each wrong credential that is counted. */
const BYTES = { address: 256, credential: 64 };

interface Account {
  /** When each of them first came, by its fingerprint. */
  seen: Map<number, number>;
  refusedUntil: number;
  /** How long it was refused the last time. */
  lastMs: number;
}

/**
 * Counts the different wrong credentials of each address. Of a credential only 48 bits of its digest are kept. A repeat counts
 * once in a window, so a program with an old credential is never taken for somebody who tries them out.
 */
export class WrongCredentials {
  private readonly accounts = new Map<string, Account>();
  private readonly addresses: number;
  /** When the last refusal is over. */
  private refusingUntil = 0;

  constructor(
    readonly limit: WrongCredentialLimit,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.addresses = Math.floor(BYTES_MAX / (BYTES.address + BYTES.credential * limit.different));
  }

  /** Whether any address is refused now. */
  get refusing(): boolean {
    return this.refusingUntil > this.now();
  }

  /** Milliseconds for which wrong credentials from `address` are refused unseen; 0 if they are not. */
  refusedFor(address: string): number {
    const account = this.accounts.get(address);
    return account ? Math.max(0, account.refusedUntil - this.now()) : 0;
  }

  /** Notes a wrong credential from `address`, by the digest of it, in hex. */
  note(address: string, digest: string): void {
    const now = this.now();
    const windowMs = this.limit.windowSeconds * 1_000;
    const account = this.touched(address, now);
    for (const [credential, at] of account.seen) if (at + windowMs <= now) account.seen.delete(credential);
    const credential = Number.parseInt(digest.slice(0, 12), 16);
    if (account.seen.has(credential)) return;
    account.seen.set(credential, now);
    if (account.seen.size < this.limit.different) return;
    account.lastMs = Math.min(LONGEST_MS, Math.max(windowMs, 2 * account.lastMs));
    account.refusedUntil = now + account.lastMs;
    this.refusingUntil = Math.max(this.refusingUntil, account.refusedUntil);
    account.seen = new Map();
  }

  /** The account of `address`, as the one touched last. */
  private touched(address: string, now: number): Account {
    let account = this.accounts.get(address);
    if (!account || (account.lastMs > 0 && account.refusedUntil + LONGEST_MS <= now)) {
      account = { seen: new Map(), refusedUntil: 0, lastMs: 0 };
    }
    this.accounts.delete(address);
    if (this.accounts.size >= this.addresses) this.accounts.delete(this.accounts.keys().next().value!);
    this.accounts.set(address, account);
    return account;
  }
}
