import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { EventHub } from '../../streaming/event-hub.js';
import { StreamRegistry } from '../../streaming/stream-registry.js';
import { EVENTS_OPTIONS, type EventsOptions } from '../events.options.js';

/** Runs the one tail of this instance, from start to shutdown, and leaves no stream or timer behind. */
@Injectable()
export class TailKeeper implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('TailKeeper');
  private readonly stop = new AbortController();

  constructor(
    @Inject(EVENTS_OPTIONS) private readonly options: EventsOptions,
    private readonly hub: EventHub,
    private readonly registry: StreamRegistry,
  ) {}

  onApplicationBootstrap(): void {
    this.options.log.tail(this.hub, this.stop.signal).catch((error: unknown) => {
      this.logger.error(`The tail has ended; this instance gets no events: ${String(error)}`);
    });
  }

  onApplicationShutdown(): void {
    this.stop.abort();
    this.registry.close();
  }
}
