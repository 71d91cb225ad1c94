import { principalText } from './stream-record.js';

/** Places that one renewal writes, at most. */
const SLICE = 1_000;

/** Places for a renewal of the lease to write and to delete. */
interface PlaceChanges {
  readonly held: readonly string[];
  readonly released: readonly string[];
}

/**
 * The places of principals with a limit that this instance has, and those that it has released and Redis may still have. See
 * `StreamQuota`.
 */
export class HeldPlaces {
  private readonly held = new Map<string, Set<string>>();
  /** Held places that Redis has lost. */
  private readonly unwritten = new Set<string>();
  private readonly released = new Set<string>();

  /** How many places of `principal` this instance has. */
  countOf(principal: string): number {
    return this.held.get(principal)?.size ?? 0;
  }

  /** Whether there is something for the next renewal to write. */
  get hasMore(): boolean {
    return this.unwritten.size > 0 || this.released.size > 0;
  }

  /** The text of a place: `<principal as JSON> <id>`. */
  static textOf(principal: string, id: string): string {
    return `${principalText(principal)} ${id}`;
  }

  /** Adds a place that Redis has. */
  hold(principal: string, place: string): void {
    const places = this.held.get(principal) ?? new Set();
    this.held.set(principal, places.add(place));
  }

  /** Removes a place, here and with the next renewal in Redis. It may be one that Redis does not have. */
  release(principal: string, place: string): void {
    const places = this.held.get(principal);
    places?.delete(place);
    if (places?.size === 0) this.held.delete(principal);
    this.unwritten.delete(place);
    this.released.add(place);
  }

  /** To be called when Redis has lost all places: they are written again. */
  restart(): void {
    for (const places of this.held.values()) for (const place of places) this.unwritten.add(place);
  }

  /** To be called when Redis has fewer places of `principal` than this instance: they are written again. */
  restore(principal: string): void {
    for (const place of this.held.get(principal) ?? []) this.unwritten.add(place);
  }

  /** Returns what the next renewal is to write. */
  take(): PlaceChanges {
    return { held: [...this.unwritten].slice(0, SLICE), released: [...this.released].slice(0, SLICE) };
  }

  /** Whether Redis has all places once these changes are written. */
  isComplete({ held }: PlaceChanges): boolean {
    return held.length === this.unwritten.size;
  }

  /** To be called when these changes are written. */
  written({ held, released }: PlaceChanges): void {
    for (const place of held) this.unwritten.delete(place);
    for (const place of released) this.released.delete(place);
  }
}
