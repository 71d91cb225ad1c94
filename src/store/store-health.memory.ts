import { type StoreHealth } from './store-health.interface.js';

/** The health of a store in the memory of this process, which is always available. */
export class MemoryStoreHealth implements StoreHealth {
  readonly available = true;
  readonly lostAt = undefined;
  readonly memoryUsedRatio = undefined;
  readonly writesRefused = undefined;

  onChange(): void {
    // It never changes.
  }
}
