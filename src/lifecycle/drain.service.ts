import { type Server } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { type BeforeApplicationShutdown, Inject, Injectable, Logger } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { Settings } from '../config/settings.js';
import { Lifecycle } from './lifecycle.service.js';
import { InFlightRequests } from './in-flight-requests.js';
import { EventHub } from '../streaming/event-hub.js';
import { StreamRegistry } from '../streaming/stream-registry.js';
import { InstanceEvents } from './instance-events.service.js';

/** Streams end within this, even if more time is allowed, ms. */
const WAVES_MS = 5_000;
/** An event takes a moment from the log to the streams, ms. */
const HEARD_WITHIN_MS = 200;
/** Share of the allowed time for ending streams in waves and for clients that still read. The rest is for open requests. */
const STREAMS_SHARE = 0.8;
const ARRIVALS_SHARE = 0.1;
/** How much is left for closing. */
const CLOSING_SHARE = 0.05;

/**
 * Shuts the instance down without cutting a response: it takes no new streams, then ends the open ones in waves,
 * each asked to come back at a moment of its own. Everything else is served meanwhile. It is the only hook that runs
 * while connections are open.
 */
@Injectable()
export class DrainService implements BeforeApplicationShutdown {
  private readonly logger = new Logger('Drain');

  constructor(
    @Inject(Settings) private readonly settings: Settings,
    private readonly lifecycle: Lifecycle,
    private readonly registry: StreamRegistry,
    private readonly events: InstanceEvents,
    private readonly hub: EventHub,
    private readonly requests: InFlightRequests,
    private readonly adapterHost: HttpAdapterHost,
  ) {}

  async beforeApplicationShutdown(): Promise<void> {
    this.lifecycle.beginDraining();
    const totalMs = this.settings.drainSeconds * 1_000;
    const deadline = performance.now() + totalMs * (1 - CLOSING_SHARE);
    this.logger.log(`Draining ${this.registry.size} streams.`);
    await this.tell();
    const streamsMs = totalMs * STREAMS_SHARE;
    const wavesMs = Math.min(WAVES_MS, streamsMs / 2);
    await this.registry.drain(wavesMs, streamsMs - wavesMs);
    this.logger.log('No stream is open any more.');
    await this.requests.quiet(totalMs * ARRIVALS_SHARE);
    // From now on whoever connects is refused, and tries another instance.
    (this.adapterHost.httpAdapter.getHttpServer() as Server).close();
    await this.requests.finished(deadline - performance.now());
  }

  /** Publishes that the instance is going, and gives its own streams the time to hear it. */
  private async tell(): Promise<void> {
    const heard = this.hub.positionChange();
    await this.events.draining();
    await Promise.race([heard, setTimeout(HEARD_WITHIN_MS)]);
  }
}
