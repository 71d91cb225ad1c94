import { Inject, Injectable } from '@nestjs/common';
import { Problem } from '../../problems/problem.js';
import { SoftRefusal } from '../../problems/soft-refusal.js';
import { EventHub } from '../../streaming/event-hub.js';
import { type StreamPlace } from '../../streaming/stream-place.js';
import { StreamPlaces } from '../../streaming/stream-places.js';
import { EVENTS_OPTIONS, type EventsOptions } from '../events.options.js';

/** Decides whether this instance takes another stream now. */
@Injectable()
export class StreamAdmission {
  constructor(
    private readonly places: StreamPlaces,
    private readonly hub: EventHub,
    @Inject(EVENTS_OPTIONS) private readonly options: EventsOptions,
  ) {}

  /**
   * Reserves a place for a stream that a client at `address` asks for.
   * @throws Problem `draining`, `overloaded`; SoftRefusal while the store is away or the address waits for many others
   */
  admit(address: string): StreamPlace {
    const { draining, health, log } = this.options;
    if (draining?.()) throw this.refused('draining', 'This instance is shutting down.', 1);
    if (this.places.full) throw this.refused('overloaded', 'This instance carries as many streams as it may.', 5);
    if (health?.available === false || !this.hub.position || !log.readable) throw new SoftRefusal('store_unavailable');
    if (this.places.addressFull(address)) throw new SoftRefusal('address_streams');
    if (this.places.pendingFull(address)) throw new SoftRefusal('address_pending');
    return this.places.reserve(address);
  }

  private refused(reason: 'draining' | 'overloaded', detail: string, retryAfterSeconds: number): Problem {
    this.options.observer?.refused?.(reason);
    return new Problem(reason, detail, { retryAfterSeconds });
  }
}
