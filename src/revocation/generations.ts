import { keyOf, type Revocable } from './revocation.js';

/** Of principals and streams, each of which may have a name of half a kilobyte. */
export const KEPT = 10_000;

/**
 * The generation of each principal and stream that was revoked, those revoked last. Older ones are forgotten by raising
 * the *floor*, a generation that everybody has: to forget may revoke more, and never revives anything.
 */
export class Generations {
  /** The number of the newest revocation. */
  newest = 0;
  floor = 0;
  private readonly kept = new Map<string, number>();

  constructor(private readonly capacity = KEPT) {}

  /** Numbers a revocation and returns its number. */
  next(key: string): number {
    this.raise(key, this.newest + 1);
    return this.newest;
  }

  /** Raises a generation; false if it was no lower before. */
  raise(key: string, generation: number): boolean {
    if (generation <= this.of(key)) return false;
    this.kept.delete(key);
    this.kept.set(key, generation);
    this.newest = Math.max(this.newest, generation);
    if (this.kept.size > this.capacity) this.forgetOldest();
    return true;
  }

  raiseFloor(generation: number): void {
    if (generation <= this.floor) return;
    this.floor = generation;
    this.newest = Math.max(this.newest, generation);
    for (const [key, kept] of this.kept) if (kept <= generation) this.kept.delete(key);
  }

  of(key: string): number {
    return Math.max(this.kept.get(key) ?? 0, this.floor);
  }

  revokes({ principal, generation = 0, stream }: Revocable): boolean {
    if (this.newest <= generation) return false;
    if (generation < this.of(keyOf({ principal }))) return true;
    return stream !== undefined && this.kept.has(keyOf({ stream }));
  }

  /** Those above the floor. */
  [Symbol.iterator](): Iterator<[key: string, generation: number]> {
    return this.kept.entries();
  }

  private forgetOldest(): void {
    const [oldest] = this.kept;
    if (oldest) this.raiseFloor(oldest[1]);
  }
}
