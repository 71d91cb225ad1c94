import { Injectable, ServiceUnavailableException } from '@nestjs/common';
import { HealthCheckService } from '@nestjs/terminus';
import { LimitsIndicator } from './limits.indicator.js';
import { LogIndicator } from './log.indicator.js';
import { StoreIndicator } from './store.indicator.js';
import { TailIndicator } from './tail.indicator.js';

/** Whether every part works, each with its explanation. */
@Injectable()
export class Readiness {
  constructor(
    private readonly health: HealthCheckService,
    private readonly store: StoreIndicator,
    private readonly log: LogIndicator,
    private readonly tail: TailIndicator,
    private readonly limits: LimitsIndicator,
  ) {}

  async check(): Promise<{ readonly ready: boolean; readonly parts: unknown }> {
    try {
      const parts = await this.health.check([
        () => this.store.check(),
        () => this.log.check(),
        () => this.tail.check(),
        () => this.limits.check(),
      ]);
      return { ready: true, parts };
    } catch (error) {
      if (!(error instanceof ServiceUnavailableException)) throw error;
      return { ready: false, parts: error.getResponse() };
    }
  }
}
