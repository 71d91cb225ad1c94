import { keyOf, type Revocable } from './revocation.js';

/** Generations that are kept. Each has a name of half a kilobyte at most. */
export const GENERATIONS_KEPT = 10_000;

/**
 * The generations of revoked principals and streams: the number of the last revocation of each. A grant with a lower
 * generation is revoked. When there are too many, the oldest are removed and the *floor* is raised, a generation that all
 * principals have. That may revoke more than was asked for, never less.
 */
export class Generations {
  /** The number of the newest revocation. */
  newest = 0;
  floor = 0;
  private readonly kept = new Map<string, number>();

  constructor(private readonly capacity = GENERATIONS_KEPT) {}

  /** Revokes `key`. Returns the number of the revocation. */
  next(key: string): number {
    this.raise(key, this.newest + 1);
    return this.newest;
  }

  /** Raises a generation. Returns false if it was as high already. */
  raise(key: string, generation: number): boolean {
    if (generation <= this.of(key)) return false;
    this.kept.delete(key);
    this.kept.set(key, generation);
    this.newest = Math.max(this.newest, generation);
    if (this.kept.size > this.capacity) this.removeOldest();
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

  /** The generations above the floor. */
  [Symbol.iterator](): Iterator<[key: string, generation: number]> {
    return this.kept.entries();
  }

  private removeOldest(): void {
    const [oldest] = this.kept;
    if (oldest) this.raiseFloor(oldest[1]);
  }
}
