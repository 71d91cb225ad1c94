import { type Generations } from './generations.js';
import { type Revocation, toTarget } from './revocation.js';
import { type Lost, type Recorded } from './revocation-records.js';

/** What an instance knows of the revocations in the store: tells each generation that rises, once. */
export class KnownRevocations {
  /** Up to which number it knows all that were made. */
  heard = 0;
  private begun = false;

  constructor(
    private readonly generations: Generations,
    private readonly tell: (revocation: Revocation) => void,
  ) {}

  get newest(): number {
    return this.generations.newest;
  }

  /** Takes over one revocation. False if it does not follow the last one, or names nobody: all must be read again. */
  hear(number: number, key: string | undefined): boolean {
    if (number <= this.heard) return true;
    const target = key === undefined ? undefined : toTarget(key);
    if (number !== this.heard + 1 || !target || key === undefined) return false;
    this.heard = number;
    if (this.generations.raise(key, number)) this.tell({ ...target, generation: number });
    return true;
  }

  /**
   * Takes over all that the store has; the first time nothing is told, since nothing was open. Returns what the store
   * has lost of what was known when it was asked, up to the number `asked`.
   */
  compare(recorded: Recorded, asked: number): Lost | undefined {
    const lost = this.hasLost(recorded, asked);
    // In a store that has lost some, numbers may have been given again: what rose there is newer than all that is known.
    const least = lost ? Math.max(this.newest, recorded.newest) + 1 : 0;
    const { floor } = recorded;
    if (this.begun && floor > this.heard) this.tell({ everyone: true, generation: floor });
    this.generations.raiseFloor(floor);
    for (const [key, generation] of recorded.generations) this.rise(key, generation, least);
    this.heard = Math.max(this.heard, recorded.newest);
    this.begun = true;
    if (!lost && recorded.told) return undefined;
    return {
      newest: this.newest,
      floor: this.generations.floor,
      generations: this.missingIn(recorded),
      told: recorded.told,
    };
  }

  private rise(key: string, generation: number, least: number): void {
    if (generation <= this.generations.of(key)) return;
    const target = toTarget(key);
    if (!target) return;
    const raised = Math.max(generation, least);
    this.generations.raise(key, raised);
    if (this.begun) this.tell({ ...target, generation: raised });
  }

  private hasLost({ newest, floor, generations }: Recorded, asked: number): boolean {
    if (newest < Math.min(asked, this.newest) || floor < this.generations.floor) return true;
    for (const [key, generation] of this.generations) {
      if (generation <= asked && generation > floor && generation > (generations.get(key) ?? 0)) return true;
    }
    return false;
  }

  private missingIn({ floor, generations }: Recorded): (readonly [string, number])[] {
    return [...this.generations].filter(
      ([key, generation]) => generation > floor && generation > (generations.get(key) ?? 0),
    );
  }
}
