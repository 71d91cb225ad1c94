import { type StreamQuota, type StreamReservation } from './stream-quota.interface.js';

/** The stream quota of a single instance, for running without Redis. */
export class MemoryStreamQuota implements StreamQuota {
  private readonly places = new Map<string, Set<string>>();
  private last = 0;

  reserve(principal: string, max: number, predecessor = ''): Promise<StreamReservation | undefined> {
    const held = this.places.get(principal) ?? new Set<string>();
    if (held.size - Number(held.has(predecessor)) >= max) return Promise.resolve(undefined);
    const name = String((this.last += 1));
    held.delete(predecessor);
    this.places.set(principal, held.add(name));
    const release = () => {
      if (held.delete(name) && held.size === 0) this.places.delete(principal);
    };
    return Promise.resolve({ name, release });
  }
}
