import { Inject, Injectable } from '@nestjs/common';
import { InjectMetric } from '@willsoto/nestjs-prometheus';
import { type Counter } from 'prom-client';
import { Lifecycle } from '../lifecycle/lifecycle.service.js';
import { METRICS } from '../metrics/metrics.catalogue.js';
import { Problem } from '../problems/problem.js';
import { SoftRefusal } from '../problems/soft-refusal.js';
import { StoreHealth } from '../store-health/store-health.interface.js';
import { EventHub } from '../streaming/event-hub.js';
import { type StreamPlace, StreamRegistry } from '../streaming/stream-registry.js';

/** Whether this instance takes another stream now. */
@Injectable()
export class StreamAdmission {
  constructor(
    private readonly lifecycle: Lifecycle,
    private readonly registry: StreamRegistry,
    private readonly hub: EventHub,
    @Inject(StoreHealth) private readonly store: StoreHealth,
    @InjectMetric(METRICS.softRefusals.name) private readonly softRefusals: Counter,
  ) {}

  /**
   * Keeps a place for one.
   * @throws Problem `draining`, `overloaded`; SoftRefusal while the store is away
   */
  admit(): StreamPlace {
    if (this.lifecycle.draining) {
      throw new Problem('draining', 'This instance is shutting down.', { retryAfterSeconds: 1 });
    }
    if (this.registry.full) {
      throw new Problem('overloaded', 'This instance carries as many streams as it may.', { retryAfterSeconds: 5 });
    }
    if (!this.store.available || !this.hub.position) {
      this.softRefusals.inc({ reason: 'store_unavailable' });
      throw new SoftRefusal('store_unavailable');
    }
    return this.registry.reserve();
  }
}
