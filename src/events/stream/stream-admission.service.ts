import { Inject, Injectable } from '@nestjs/common';
import { InjectMetric } from '@willsoto/nestjs-prometheus';
import { type Counter } from 'prom-client';
import { Lifecycle } from '../../lifecycle/lifecycle.service.js';
import { METRICS } from '../../metrics/metrics.catalogue.js';
import { Problem } from '../../problems/problem.js';
import { SoftRefusal, type SoftRefusalReason } from '../../problems/soft-refusal.js';
import { StoreHealth } from '../../store/store-health.interface.js';
import { EventHub } from '../../streaming/event-hub.js';
import { type FilterLists } from '../../streaming/stream-filter.js';
import { StreamPlaces } from '../../streaming/stream-places.js';
import { StreamEntry } from './stream-entry.js';

/** Whether this instance takes another stream now. */
@Injectable()
export class StreamAdmission {
  constructor(
    private readonly lifecycle: Lifecycle,
    private readonly places: StreamPlaces,
    private readonly hub: EventHub,
    @Inject(StoreHealth) private readonly store: StoreHealth,
    @InjectMetric(METRICS.softRefusals.name) private readonly softRefusals: Counter,
  ) {}

  /**
   * Keeps a place for one that shows `wanted` at most, asked for from `address`.
   * @throws Problem `draining`, `overloaded`; SoftRefusal while the store is away or the address waits for many others
   */
  admit(wanted: FilterLists, address: string): StreamEntry {
    if (this.lifecycle.draining) {
      throw new Problem('draining', 'This instance is shutting down.', { retryAfterSeconds: 1 });
    }
    if (this.places.full) {
      throw new Problem('overloaded', 'This instance carries as many streams as it may.', { retryAfterSeconds: 5 });
    }
    if (!this.store.available || !this.hub.position) {
      throw this.refusal('store_unavailable');
    }
    if (this.places.crowded(address)) throw this.refusal('address_pending');
    return new StreamEntry(this.places.reserve(address), wanted, (reason) => this.refusal(reason));
  }

  private refusal(reason: SoftRefusalReason): SoftRefusal {
    this.softRefusals.inc({ reason });
    return new SoftRefusal(reason);
  }
}
