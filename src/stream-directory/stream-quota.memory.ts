import { type StreamQuota, type StreamReservation } from './stream-quota.interface.js';

/** The stream quota of a single instance, for running without Redis. */
export class MemoryStreamQuota implements StreamQuota {
  private readonly places = new Map<string, number>();

  reserve(principal: string, max: number): Promise<StreamReservation | undefined> {
    const held = this.places.get(principal) ?? 0;
    if (held >= max) return Promise.resolve(undefined);
    this.places.set(principal, held + 1);
    let released = false;
    const release = () => {
      if (!released) this.giveBack(principal);
      released = true;
    };
    return Promise.resolve({ release });
  }

  private giveBack(principal: string): void {
    const left = this.places.get(principal)! - 1;
    if (left > 0) this.places.set(principal, left);
    else this.places.delete(principal);
  }
}
