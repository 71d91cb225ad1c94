import { StreamPlace } from './stream-place.js';
import { type StreamFilter } from './stream-filter.js';

/** Why a principal gets no place: it has as many streams, or as many different filters, as it may. */
export type PlaceRefusal = 'principal_streams' | 'principal_filters';

export interface PlaceLimits {
  /** How many streams may be open at once. */
  readonly max: number;
  /** How many of them one principal may have. */
  readonly perPrincipal: number;
  /** How many of them may be of one address; no limit if absent or 0. */
  readonly perAddress?: number;
}

/** Different filters of one principal's streams: each batch is rendered for each of them. */
export const FILTERS_PER_PRINCIPAL = 500;
/** Share of all places that callers from one address may keep before it is known who they are. */
const PER_ADDRESS = 0.25;
/** But always so many. */
const PER_ADDRESS_AT_LEAST = 16;

/** What one principal has. */
interface Account {
  streams: number;
  /** Callers whose token is looked at first, if it is of this principal. */
  doubted: number;
  /** How many streams have each filter, by its key. */
  readonly filters: Map<string, { readonly filter: StreamFilter; streams: number }>;
}

/**
 * The places for streams: so many in all, so many for one principal, so many for one address whose callers are not yet
 * known. A place is kept from the moment a request is let in, so that no token is spent for a stream that then finds none.
 */
export class StreamPlaces {
  /** Of principals that have a stream, or have one no more and are still doubted. */
  private readonly accounts = new Map<string, Account>();
  private readonly strangers = new Map<string, number>();
  /** Places that are kept or taken, by address. */
  private readonly addresses = new Map<string, number>();
  private unnamed = 0;
  private named = 0;
  /** Those that have half of what one may have, or more: only they can be near their share, as long as few are about to come. */
  private readonly large = new Set<string>();
  /** Callers who are about to have a token redeemed. */
  private redeeming = 0;

  constructor(private readonly limits: PlaceLimits) {}

  get full(): boolean {
    return this.named + this.unnamed >= this.limits.max;
  }

  /**
   * Callers from this address keep as many places as they may before it is known who they are. So do all of them together,
   * where they could be one principal that has no stream yet, and take more than its share.
   */
  crowded(address: string): boolean {
    const atMost = Math.max(PER_ADDRESS_AT_LEAST, this.limits.max * PER_ADDRESS);
    return (this.strangers.get(address) ?? 0) >= atMost || this.redeeming >= this.limits.perPrincipal;
  }

  /** This address has as many places, kept and taken, as it may. */
  addressFull(address: string): boolean {
    const { perAddress = 0 } = this.limits;
    return perAddress > 0 && (this.addresses.get(address) ?? 0) >= perAddress;
  }

  /** Keeps a place for a caller from `address`. */
  reserve(address: string): StreamPlace {
    this.unnamed++;
    this.addresses.set(address, (this.addresses.get(address) ?? 0) + 1);
    this.strangers.set(address, (this.strangers.get(address) ?? 0) + 1);
    return new StreamPlace(this, address);
  }

  /** Streams of each principal, those that are about to open included. */
  countByPrincipal(): Record<string, number> {
    return Object.fromEntries([...this.accounts].map(([name, { streams }]) => [name, streams]));
  }

  /**
   * Principals that may have no place for one more, if all callers who need not be asked turn out to be theirs. As any
   * other principal, the next caller need not be asked.
   */
  doubtful(): string[] {
    const names: string[] = [];
    const few = this.redeeming * 2 < this.limits.perPrincipal;
    for (const name of few ? this.large : this.accounts.keys()) {
      const account = this.accounts.get(name)!;
      if (!this.hasShare(account) && account.filters.size < FILTERS_PER_PRINCIPAL) continue;
      names.push(name);
      account.doubted++;
    }
    this.redeeming++;
    return names;
  }

  /** A caller is known, or gone: for all but these principals it need not have been asked. */
  settle(doubtful: readonly string[]): void {
    this.redeeming--;
    for (const name of doubtful) {
      const account = this.accounts.get(name)!;
      account.doubted--;
      this.tidy(name, account);
    }
  }

  /** Why `principal` may open no stream with this filter; undefined if it may. */
  refusal(principal: string, filter: StreamFilter): PlaceRefusal | undefined {
    const account = this.accounts.get(principal);
    if (!account) return undefined;
    if (this.hasShare(account)) return 'principal_streams';
    if (account.filters.size >= FILTERS_PER_PRINCIPAL && !account.filters.has(filter.key)) return 'principal_filters';
    return undefined;
  }

  /** Turns a reserved place into one of `principal`. Returns the filter that streams of its key share. */
  name(address: string, principal: string, filter: StreamFilter): StreamFilter {
    this.forget(address);
    this.named++;
    let account = this.accounts.get(principal);
    if (!account) this.accounts.set(principal, (account = { streams: 0, doubted: 0, filters: new Map() }));
    account.streams++;
    let group = account.filters.get(filter.key);
    if (!group) account.filters.set(filter.key, (group = { filter, streams: 0 }));
    group.streams++;
    this.measure(principal, account);
    return group.filter;
  }

  /** A place of this address is over, however far it came. */
  departed(address: string): void {
    const left = this.addresses.get(address)! - 1;
    if (left > 0) this.addresses.set(address, left);
    else this.addresses.delete(address);
  }

  /** A reserved place is given up. */
  forget(address: string): void {
    this.unnamed--;
    const left = this.strangers.get(address)! - 1;
    if (left > 0) this.strangers.set(address, left);
    else this.strangers.delete(address);
  }

  /** A named place is given up. */
  leave(principal: string, { key }: StreamFilter): void {
    this.named--;
    const account = this.accounts.get(principal)!;
    account.streams--;
    const group = account.filters.get(key)!;
    if (--group.streams === 0) account.filters.delete(key);
    this.measure(principal, account);
    this.tidy(principal, account);
  }

  private hasShare({ streams, doubted }: Account): boolean {
    // All callers who need not be asked may turn out to be theirs.
    return streams + this.redeeming - doubted >= this.limits.perPrincipal;
  }

  private measure(principal: string, { streams, filters }: Account): void {
    if (streams * 2 >= this.limits.perPrincipal || filters.size * 2 >= FILTERS_PER_PRINCIPAL) this.large.add(principal);
    else this.large.delete(principal);
  }

  private tidy(principal: string, { streams, doubted }: Account): void {
    if (streams === 0 && doubted === 0) this.accounts.delete(principal);
  }
}
