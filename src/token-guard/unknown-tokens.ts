import { type AddressCounts, SeparateCounts } from '../rate-limit/address-counts.js';
import { UNKNOWN_TOKEN_ADDRESSES, type UnknownTokenLimit } from '../rate-limit/address-limits.js';

/** How far apart tokens of a limited address reach the store. */
const APART_MS = 100;

interface Account {
  /** When none of its unknown tokens will count any more: each counts for a part of the window. */
  clearAt: number;
  /** Whether it met the limit, and half of what it may send has not come back since. */
  limited: boolean;
  /** When the next of its tokens may reach the store, while it is limited. */
  nextAt: number;
}

/**
 * Bounds the unknown tokens that reach the store from each address. Tokens that are good, used, stale or revoked do not count.
 * What came from the address at other instances counts as soon as the shared counts tell of it.
 */
export class UnknownTokens {
  private readonly accounts = new Map<string, Account>();

  constructor(
    private readonly limit: UnknownTokenLimit,
    private readonly shared: Pick<AddressCounts, 'unknownToken'> = new SeparateCounts(),
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Whether a token from `address` may reach the store now. */
  admit(address: string): boolean {
    const account = this.accounts.get(address);
    if (!account?.limited) return true;
    const now = this.now();
    if (account.clearAt - now <= this.windowMs / 2) {
      account.limited = false;
      return true;
    }
    if (account.nextAt > now) return false;
    account.nextAt = now + APART_MS;
    return true;
  }

  /** Notes that a token from `address` was unknown. */
  note(address: string): void {
    const now = this.now();
    const clearAt = this.accounts.get(address)?.clearAt ?? 0;
    this.clearIn(address, Math.max(0, clearAt - now) + this.eachMs);
    void this.shared.unknownToken(address).then((ms) => ms > 0 && this.clearIn(address, ms));
  }

  /** Sets when none of the unknown tokens of `address` will count any more, unless that is later already. */
  private clearIn(address: string, ms: number): void {
    const now = this.now();
    const account = this.accounts.get(address) ?? { clearAt: 0, limited: false, nextAt: 0 };
    account.clearAt = Math.max(account.clearAt, now + Math.min(this.windowMs, ms));
    account.limited ||= account.clearAt - now > this.windowMs - this.eachMs;
    this.accounts.delete(address);
    if (this.accounts.size >= UNKNOWN_TOKEN_ADDRESSES) this.accounts.delete(this.accounts.keys().next().value!);
    this.accounts.set(address, account);
  }

  /** For how long one unknown token counts. */
  private get eachMs(): number {
    return this.windowMs / this.limit.unknown;
  }

  private get windowMs(): number {
    return this.limit.windowSeconds * 1_000;
  }
}
