import { Inject, Injectable } from '@nestjs/common';
import { HealthIndicatorService } from '@nestjs/terminus';
import { StoreHealth } from '../store/store-health.interface.js';
import { TokenStore } from '../token-store/token-store.interface.js';

/** Share of the store's memory from which on somebody should look. */
const MEMORY_RATIO = 0.8;

/** Whether the store responds, asked at the moment of the check. */
@Injectable()
export class StoreIndicator {
  constructor(
    private readonly indicators: HealthIndicatorService,
    @Inject(StoreHealth) private readonly health: StoreHealth,
    @Inject(TokenStore) private readonly tokens: TokenStore,
  ) {}

  async check() {
    const indicator = this.indicators.check('store');
    const { available, writesRefused, memoryUsedRatio = 0 } = this.health;
    if (writesRefused) return indicator.down({ message: `The store takes no writes: ${writesRefused.message}` });
    if (!available) return indicator.down({ message: 'The store cannot be reached.' });
    try {
      await this.tokens.stats();
      if (memoryUsedRatio < MEMORY_RATIO) return indicator.up();
      const percent = Math.round(memoryUsedRatio * 100);
      return indicator.degraded({ message: `${percent} % of the memory that Redis may use is used.` });
    } catch {
      return indicator.down({ message: 'The store does not answer.' });
    }
  }
}
