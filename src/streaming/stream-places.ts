import { StreamPlace } from './stream-place.js';
import { type StreamFilter } from './stream-filter.js';

/** Why a principal gets no place: it has as many streams, or as many different filters, as it may. */
export type PlaceRefusal = 'principal_streams' | 'principal_filters';

export interface PlaceLimits {
  /** How many streams may be open at once. */
  readonly max: number;
  /** How many of them one principal may have. */
  readonly perPrincipal: number;
  /** How many of them one address may have; no limit if absent or 0. */
  readonly perAddress?: number;
}

/** Different filters that the streams of one principal may have, since each batch is rendered for each filter. */
export const FILTERS_PER_PRINCIPAL = 500;
/** Part of all places that may be pending for one address. */
const PENDING_PER_ADDRESS = 0.25;
/** Pending places that one address may have in any case. */
const PENDING_PER_ADDRESS_MIN = 16;

/** The streams of one principal. */
interface Account {
  streams: number;
  /** Redemptions under way that defer a token of this principal, and so check its limit before they spend it. */
  checking: number;
  /** How many streams have each filter, by its key. */
  readonly filters: Map<string, { readonly filter: StreamFilter; streams: number }>;
}

/**
 * Bounds the open streams of this instance: of all clients, of one principal and of one address. A request gets a place before
 * its token is redeemed, so that no token is spent for a stream that then has none. The place is pending until the token
 * tells the principal, and taken after that.
 */
export class StreamPlaces {
  /** Accounts of principals with streams, or with redemptions that check them. */
  private readonly accounts = new Map<string, Account>();
  private readonly pendingByAddress = new Map<string, number>();
  /** Places that are pending or taken, by address. */
  private readonly addresses = new Map<string, number>();
  private pending = 0;
  private taken = 0;
  /** Principals that use half of a limit or more. While few tokens are being redeemed, only these can be near a limit. */
  private readonly large = new Set<string>();
  /** Places whose token is being redeemed. */
  private redeeming = 0;

  constructor(private readonly limits: PlaceLimits) {}

  get full(): boolean {
    return this.taken + this.pending >= this.limits.max;
  }

  /**
   * Whether no further place may be pending for this address: it has too many pending places, or so many tokens are being
   * redeemed that, were they all of one principal without streams, they would exceed its limit.
   */
  pendingFull(address: string): boolean {
    const max = Math.max(PENDING_PER_ADDRESS_MIN, this.limits.max * PENDING_PER_ADDRESS);
    return (this.pendingByAddress.get(address) ?? 0) >= max || this.redeeming >= this.limits.perPrincipal;
  }

  /** Whether this address has as many places as it may. */
  addressFull(address: string): boolean {
    const { perAddress = 0 } = this.limits;
    return perAddress > 0 && (this.addresses.get(address) ?? 0) >= perAddress;
  }

  /** Returns a pending place for a caller at `address`. */
  reserve(address: string): StreamPlace {
    this.pending++;
    this.addresses.set(address, (this.addresses.get(address) ?? 0) + 1);
    this.pendingByAddress.set(address, (this.pendingByAddress.get(address) ?? 0) + 1);
    return new StreamPlace(this, address);
  }

  /** Taken places of each principal. */
  countByPrincipal(): Record<string, number> {
    return Object.fromEntries([...this.accounts].map(([name, { streams }]) => [name, streams]));
  }

  /**
   * Begins a redemption. Returns the principals that would have no place for one more stream if all redemptions under way that
   * do not check them were theirs. The redemption must check these with `refusal`, and need not check others.
   */
  nearLimit(): string[] {
    const names: string[] = [];
    const few = this.redeeming * 2 < this.limits.perPrincipal;
    for (const name of few ? this.large : this.accounts.keys()) {
      const account = this.accounts.get(name)!;
      if (!this.isFull(account) && account.filters.size < FILTERS_PER_PRINCIPAL) continue;
      names.push(name);
      account.checking++;
    }
    this.redeeming++;
    return names;
  }

  /** Ends a redemption that checked these principals. */
  redeemed(checked: readonly string[]): void {
    this.redeeming--;
    for (const name of checked) {
      const account = this.accounts.get(name)!;
      account.checking--;
      this.deleteIfUnused(name, account);
    }
  }

  /** Why `principal` may open no stream with this filter; undefined if it may. */
  refusal(principal: string, filter: StreamFilter): PlaceRefusal | undefined {
    const account = this.accounts.get(principal);
    if (!account) return undefined;
    if (this.isFull(account)) return 'principal_streams';
    if (account.filters.size >= FILTERS_PER_PRINCIPAL && !account.filters.has(filter.key)) return 'principal_filters';
    return undefined;
  }

  /** Turns a pending place into a taken one. Returns the filter object that all streams with the same filter share. */
  take(address: string, principal: string, filter: StreamFilter): StreamFilter {
    this.releasePending(address);
    this.taken++;
    let account = this.accounts.get(principal);
    if (!account) this.accounts.set(principal, (account = { streams: 0, checking: 0, filters: new Map() }));
    account.streams++;
    let group = account.filters.get(filter.key);
    if (!group) account.filters.set(filter.key, (group = { filter, streams: 0 }));
    group.streams++;
    this.updateLarge(principal, account);
    return group.filter;
  }

  /** Removes a place, pending or taken, from the count of its address. */
  releaseAddress(address: string): void {
    const left = this.addresses.get(address)! - 1;
    if (left > 0) this.addresses.set(address, left);
    else this.addresses.delete(address);
  }

  releasePending(address: string): void {
    this.pending--;
    const left = this.pendingByAddress.get(address)! - 1;
    if (left > 0) this.pendingByAddress.set(address, left);
    else this.pendingByAddress.delete(address);
  }

  releaseTaken(principal: string, { key }: StreamFilter): void {
    this.taken--;
    const account = this.accounts.get(principal)!;
    account.streams--;
    const group = account.filters.get(key)!;
    if (--group.streams === 0) account.filters.delete(key);
    this.updateLarge(principal, account);
    this.deleteIfUnused(principal, account);
  }

  private isFull({ streams, checking }: Account): boolean {
    // Every redemption that does not check this principal may turn out to be of a token of it.
    return streams + this.redeeming - checking >= this.limits.perPrincipal;
  }

  private updateLarge(principal: string, { streams, filters }: Account): void {
    if (streams * 2 >= this.limits.perPrincipal || filters.size * 2 >= FILTERS_PER_PRINCIPAL) this.large.add(principal);
    else this.large.delete(principal);
  }

  private deleteIfUnused(principal: string, { streams, checking }: Account): void {
    if (streams === 0 && checking === 0) this.accounts.delete(principal);
  }
}
