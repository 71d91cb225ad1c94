/** So many unknown tokens of one address in a window, before few from there reach the store. */
export interface UnknownTokenLimit {
  readonly unknown: number;
  readonly windowSeconds: number;
}

/** How far apart tokens of a limited address reach the store. */
const APART_MS = 100;
/** How many addresses are known at once, about 2 MiB; the one longest untouched is forgotten for the next. */
const ADDRESSES = 8_192;

interface Account {
  /** When none of its unknown tokens will count any more: each counts for a part of the window. */
  clearAt: number;
  /** Whether it met the limit, and half of what it may send has not come back since. */
  limited: boolean;
  /** When the next of its tokens may reach the store, while it is limited. */
  nextAt: number;
}

/** Bounds the unknown tokens that reach the store from each address. Tokens that are good, used, stale or revoked do not count. */
export class UnknownTokens {
  private readonly accounts = new Map<string, Account>();

  constructor(
    private readonly limit: UnknownTokenLimit,
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
    const account = this.accounts.get(address) ?? { clearAt: 0, limited: false, nextAt: 0 };
    const each = this.windowMs / this.limit.unknown;
    account.clearAt = Math.min(now + this.windowMs, Math.max(now, account.clearAt) + each);
    account.limited ||= account.clearAt - now > this.windowMs - each;
    this.accounts.delete(address);
    if (this.accounts.size >= ADDRESSES) this.accounts.delete(this.accounts.keys().next().value!);
    this.accounts.set(address, account);
  }

  private get windowMs(): number {
    return this.limit.windowSeconds * 1_000;
  }
}
