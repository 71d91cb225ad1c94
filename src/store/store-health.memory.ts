import { type StoreHealth } from './store-health.interface.js';

/** The memory of this process is always there. */
export class MemoryStoreHealth implements StoreHealth {
  readonly available = true;
  readonly lostAt = undefined;
  readonly memoryUsedRatio = undefined;
  readonly writesRefused = undefined;

  onChange(): void {
    // Nothing ever changes.
  }
}
