import { StreamPlace } from './stream-place.js';
import { type StreamFilter } from './stream-filter.js';

/** Why a principal gets no place: it has as many streams, or as many different filters, as it may. */
export type PlaceRefusal = 'principal_streams' | 'principal_filters';

export interface PlaceLimits {
  /** How many streams may be open at once. */
  readonly max: number;
  /** How many of them one principal may have. */
  readonly perPrincipal: number;
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
  /** Callers who may turn out to be this principal, and have their place then without being asked. */
  possible: number;
  /** How many streams have each filter, by its key. */
  readonly filters: Map<string, { readonly filter: StreamFilter; streams: number }>;
}

/**
 * The places for streams: so many in all, so many for one principal, so many for one address whose callers are not yet
 * known. A place is kept from the moment a request is let in, so that no token is spent for a stream that then finds none.
 */
export class StreamPlaces {
  private readonly accounts: Map<string, Account>;
  /** Callers of whom it is not yet known who they are. */
  private unsettled = 0;
  /** Principals whose last stream went while there were any. */
  private readonly left = new Set<string>();
  private readonly strangers = new Map<string, number>();
  private unnamed = 0;
  private named = 0;

  constructor(
    private readonly limits: PlaceLimits,
    private readonly principals: readonly string[],
  ) {
    this.accounts = new Map(principals.map((name) => [name, { streams: 0, possible: 0, filters: new Map() }]));
  }

  get full(): boolean {
    return this.named + this.unnamed >= this.limits.max;
  }

  /** Callers from this address keep as many places as they may before it is known who they are. */
  crowded(address: string): boolean {
    const atMost = Math.max(PER_ADDRESS_AT_LEAST, this.limits.max * PER_ADDRESS);
    return (this.strangers.get(address) ?? 0) >= atMost;
  }

  /** Keeps a place for a caller from `address`. */
  reserve(address: string): StreamPlace {
    this.unnamed++;
    this.strangers.set(address, (this.strangers.get(address) ?? 0) + 1);
    return new StreamPlace(this, address);
  }

  /** Streams of each principal that was named at first and of all others together, those about to open included. */
  countByPrincipal(): Record<string, number> {
    const counts = Object.fromEntries(this.principals.map((name) => [name, this.accounts.get(name)!.streams]));
    const others = this.named - Object.values(counts).reduce((sum, streams) => sum + streams, 0);
    return others > 0 ? { ...counts, other: others } : counts;
  }

  /**
   * Principals that may have no place for one more, if all callers who need not be asked turn out to be theirs. As any
   * other principal, the next caller need not be asked.
   */
  doubtful(): string[] {
    const names: string[] = [];
    this.unsettled++;
    for (const [name, account] of this.accounts) {
      if (this.hasShare(account) || account.filters.size >= FILTERS_PER_PRINCIPAL) names.push(name);
      else account.possible++;
    }
    return names;
  }

  /** A caller is known, or gone: for all but these principals it need not have been asked. */
  settle(doubtful: readonly string[]): void {
    this.unsettled--;
    for (const [name, account] of this.accounts) if (!doubtful.includes(name)) account.possible--;
    if (this.unsettled > 0) return;
    this.closeEmpty(...this.left);
    this.left.clear();
  }

  /** Why `principal` may open no stream with this filter; undefined if it may. */
  refusal(principal: string, filter: StreamFilter): PlaceRefusal | undefined {
    const account = this.accounts.get(principal);
    if (!account) return undefined;
    if (this.hasShare(account)) return 'principal_streams';
    if (account.filters.size >= FILTERS_PER_PRINCIPAL && !account.filters.has(filter.key)) return 'principal_filters';
    return undefined;
  }

  /** A reserved place becomes one of `principal`. Answers the filter that streams of its key share. */
  name(address: string, principal: string, filter: StreamFilter): StreamFilter {
    this.forget(address);
    this.named++;
    const account = this.accountOf(principal);
    account.streams++;
    let group = account.filters.get(filter.key);
    if (!group) account.filters.set(filter.key, (group = { filter, streams: 0 }));
    group.streams++;
    return group.filter;
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
    if (account.streams > 0) return;
    if (this.unsettled === 0) this.closeEmpty(principal);
    else this.left.add(principal);
  }

  /** Any caller that is not known yet may turn out to be a principal that has no stream so far. */
  private accountOf(principal: string): Account {
    const known = this.accounts.get(principal);
    if (known) return known;
    const account = { streams: 0, possible: this.unsettled, filters: new Map() };
    this.accounts.set(principal, account);
    return account;
  }

  /** Only while all callers are known: one that is not may have looked at the account. */
  private closeEmpty(...names: string[]): void {
    for (const name of names) {
      if (this.accounts.get(name)?.streams === 0 && !this.principals.includes(name)) this.accounts.delete(name);
    }
  }

  private hasShare({ streams, possible }: Account): boolean {
    return streams + possible >= this.limits.perPrincipal;
  }
}
