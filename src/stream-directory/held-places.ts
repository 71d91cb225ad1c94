import { principalText } from './stream-record.js';

/** Places that are told in one renewal, at most. */
const SLICE = 1_000;

/** A part of what the store has yet to be told of places. */
export interface PlaceChanges {
  readonly held: readonly string[];
  readonly released: readonly string[];
}

/** The counted places of this instance: those that it has, and those that it gave back and the store may still have. */
export class HeldPlaces {
  private readonly held = new Map<string, Set<string>>();
  private readonly untold = new Set<string>();
  private readonly released = new Set<string>();

  /** How many places of `principal` this instance has for certain. */
  countOf(principal: string): number {
    return this.held.get(principal)?.size ?? 0;
  }

  /** The store may have places that were given back. */
  get hasMore(): boolean {
    return this.untold.size > 0 || this.released.size > 0;
  }

  /** The text of a place: `<principal as JSON> <id>`. */
  static named(principal: string, id: string): string {
    return `${principalText(principal)} ${id}`;
  }

  /** The store counts it. */
  hold(principal: string, place: string): void {
    const places = this.held.get(principal) ?? new Set();
    this.held.set(principal, places.add(place));
  }

  /** It is given back; also one of which nobody knows whether the store counts it. */
  release(principal: string, place: string): void {
    const places = this.held.get(principal);
    places?.delete(place);
    if (places?.size === 0) this.held.delete(principal);
    this.untold.delete(place);
    this.released.add(place);
  }

  /** All are to be told again: the store has none. */
  restart(): void {
    for (const places of this.held.values()) for (const place of places) this.untold.add(place);
  }

  take(): PlaceChanges {
    return { held: [...this.untold].slice(0, SLICE), released: [...this.released].slice(0, SLICE) };
  }

  /** Whether the store has all places once it has these changes. */
  isComplete({ held }: PlaceChanges): boolean {
    return held.length === this.untold.size;
  }

  told({ held, released }: PlaceChanges): void {
    for (const place of held) this.untold.delete(place);
    for (const place of released) this.released.delete(place);
  }
}
