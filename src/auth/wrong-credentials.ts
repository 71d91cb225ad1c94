import { type AddressCounts, SeparateCounts } from '../rate-limit/address-counts.js';
import {
  LONGEST_REFUSAL_MS,
  type WrongCredentialLimit,
  wrongCredentialAddresses,
} from '../rate-limit/address-limits.js';

interface Account {
  /** When each of them first came, by its fingerprint. */
  seen: Map<number, number>;
  refusedUntil: number;
  /** How long it was refused the last time. */
  lastMs: number;
}

/**
 * Counts the different wrong credentials of each address. Of a credential only 48 bits of its digest are kept. A repeat counts
 * once in a window, so a program with an old credential is never taken for somebody who tries them out. What came from the
 * address at other instances counts as soon as the shared counts tell of it.
 */
export class WrongCredentials {
  private readonly accounts = new Map<string, Account>();
  private readonly addresses: number;
  /** When the last refusal is over. */
  private refusingUntil = 0;

  constructor(
    readonly limit: WrongCredentialLimit,
    private readonly shared: Pick<AddressCounts, 'wrongCredential'> = new SeparateCounts(),
    private readonly now: () => number = () => performance.now(),
  ) {
    this.addresses = wrongCredentialAddresses(limit);
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
    void this.learn(address, credential);
    if (account.seen.size < this.limit.different) return;
    this.refuse(account, Math.min(LONGEST_REFUSAL_MS, Math.max(windowMs, 2 * account.lastMs)));
  }

  /** Counts a wrong credential at all instances, and refuses the address for as long as they do. */
  private async learn(address: string, credential: number): Promise<void> {
    const refusedMs = await this.shared.wrongCredential(address, credential);
    if (refusedMs > this.refusedFor(address)) this.refuse(this.touched(address, this.now()), refusedMs);
  }

  private refuse(account: Account, ms: number): void {
    account.lastMs = Math.max(account.lastMs, ms);
    account.refusedUntil = this.now() + ms;
    this.refusingUntil = Math.max(this.refusingUntil, account.refusedUntil);
    account.seen = new Map();
  }

  /** The account of `address`, as the one touched last. */
  private touched(address: string, now: number): Account {
    let account = this.accounts.get(address);
    if (!account || (account.lastMs > 0 && account.refusedUntil + LONGEST_REFUSAL_MS <= now)) {
      account = { seen: new Map(), refusedUntil: 0, lastMs: 0 };
    }
    this.accounts.delete(address);
    if (this.accounts.size >= this.addresses) this.accounts.delete(this.accounts.keys().next().value!);
    this.accounts.set(address, account);
    return account;
  }
}
