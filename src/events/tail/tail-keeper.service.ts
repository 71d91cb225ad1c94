import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { EventHub } from '../../streaming/event-hub.js';
import { StreamRegistry } from '../../streaming/stream-registry.js';
import { DEFAULT_DRAIN_SECONDS, EVENTS_OPTIONS, type EventsOptions } from '../events.options.js';

/** Runs the tail of this instance from start to shutdown. At shutdown it ends all streams and timers. */
@Injectable()
export class TailKeeper implements OnApplicationBootstrap, BeforeApplicationShutdown, OnApplicationShutdown {
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

  /** Ends the streams, since Nest waits next until all connections are closed. */
  async beforeApplicationShutdown(): Promise<void> {
    const { drainSeconds = DEFAULT_DRAIN_SECONDS } = this.options;
    const halfMs = (drainSeconds * 1_000) / 2;
    if (drainSeconds > 0) await this.registry.drain(halfMs, halfMs);
  }

  onApplicationShutdown(): void {
    this.stop.abort();
    this.registry.close();
  }
}
