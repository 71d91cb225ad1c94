import { type Generations } from './generations.js';
import { type Revocation, toTarget } from './revocation.js';
import { type LostRevocations, type StoredRevocations } from './revocation-records.js';

/** The revocations that an instance has applied. It calls `notify` once for each generation that rises. */
export class KnownRevocations {
  /** The number up to which it has applied all revocations. */
  appliedUpTo = 0;
  private begun = false;

  constructor(
    private readonly generations: Generations,
    private readonly notify: (revocation: Revocation) => void,
  ) {}

  get newest(): number {
    return this.generations.newest;
  }

  /** Applies one revocation. Returns false if it does not follow the last one or names nobody: all must be read again. */
  apply(number: number, key: string | undefined): boolean {
    if (number <= this.appliedUpTo) return true;
    const target = key === undefined ? undefined : toTarget(key);
    if (number !== this.appliedUpTo + 1 || !target || key === undefined) return false;
    this.appliedUpTo = number;
    if (this.generations.raise(key, number)) this.notify({ ...target, generation: number });
    return true;
  }

  /**
   * Applies all revocations of the store. The first time it does not call `notify`, since no stream was open before.
   * Returns what the store has lost; undefined if nothing. `newestBefore` is the newest number that was known before the
   * store was read.
   */
  compare(stored: StoredRevocations, newestBefore: number): LostRevocations | undefined {
    const lost = this.hasLost(stored, newestBefore);
    // A store that has lost revocations may have given their numbers again, so what rose there gets a number above all known.
    const least = lost ? Math.max(this.newest, stored.newest) + 1 : 0;
    const { floor } = stored;
    if (this.begun && floor > this.appliedUpTo) this.notify({ everyone: true, generation: floor });
    this.generations.raiseFloor(floor);
    for (const [key, generation] of stored.generations) this.raise(key, generation, least);
    this.appliedUpTo = Math.max(this.appliedUpTo, stored.newest);
    this.begun = true;
    if (!lost && stored.controlUsable) return undefined;
    return {
      newest: this.newest,
      floor: this.generations.floor,
      generations: this.missingIn(stored),
      controlUsable: stored.controlUsable,
    };
  }

  private raise(key: string, generation: number, least: number): void {
    if (generation <= this.generations.of(key)) return;
    const target = toTarget(key);
    if (!target) return;
    const raised = Math.max(generation, least);
    this.generations.raise(key, raised);
    if (this.begun) this.notify({ ...target, generation: raised });
  }

  private hasLost({ newest, floor, generations }: StoredRevocations, newestBefore: number): boolean {
    if (newest < Math.min(newestBefore, this.newest) || floor < this.generations.floor) return true;
    for (const [key, generation] of this.generations) {
      if (generation <= newestBefore && generation > floor && generation > (generations.get(key) ?? 0)) return true;
    }
    return false;
  }

  private missingIn({ floor, generations }: StoredRevocations): (readonly [string, number])[] {
    return [...this.generations].filter(
      ([key, generation]) => generation > floor && generation > (generations.get(key) ?? 0),
    );
  }
}
