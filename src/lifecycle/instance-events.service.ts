import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Settings } from '../config/settings.js';
import { EventPublisher } from '../events/publish/event-publisher.service.js';
import { uuidV7 } from '../events/publish/uuid-v7.js';
import { type PublishedEventDto } from '../events/publish/published-event.dto.js';
import { StoreHealth } from '../store/store-health.interface.js';
import { type Severity } from '../validation/event-rules.js';
import { VERSION } from '../version.js';
import { EventAllowance } from './event-allowance.js';

/** What waits for the store at most; the oldest is dropped for a newer one. */
const WAITING_MAX = 20;
/** Losses that are told at once, and how often one more may be. */
const LOSSES_AT_ONCE = 5;
const LOSS_EVERY_MS = 60_000;
/** When a store that is there but did not take the events is asked again. */
const AGAIN_MS = 5_000;

/**
 * Publishes the life of this instance as events of module `operator-backend`. What cannot be published is kept, with the
 * time it happened and an id of its own, until the store is back; so nothing is told twice. A store that comes and goes
 * does not fill the log: losses beyond an allowance are counted, and the next one that is told says how many.
 */
@Injectable()
export class InstanceEvents implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('InstanceEvents');
  private readonly losses = new EventAllowance(LOSSES_AT_ONCE, LOSS_EVERY_MS);
  private untoldLosses = 0;
  private waiting: PublishedEventDto[] = [];
  private telling: Promise<void> = Promise.resolve();
  private again: NodeJS.Timeout | undefined;

  constructor(
    @Inject(Settings) private readonly settings: Settings,
    @Inject(StoreHealth) private readonly store: StoreHealth,
    private readonly publisher: EventPublisher,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    this.note('instance.started', 'info', `Instance ${this.settings.instanceId} started.`);
    this.store.onChange((available) => void (available ? this.recovered() : undefined));
    if (this.store.available) await this.tell();
  }

  onApplicationShutdown(): void {
    clearTimeout(this.again);
  }

  /** Tells that the instance is going; gives up at once if the store is away. */
  async draining(): Promise<void> {
    this.note('instance.draining', 'info', `Instance ${this.settings.instanceId} is shutting down.`);
    if (this.store.available) await this.tell();
  }

  private async recovered(): Promise<void> {
    const { lostAt } = this.store;
    if (lostAt && !this.losses.take()) this.untoldLosses++;
    else if (lostAt) {
      const omitted = this.untoldLosses > 0 ? { omitted: this.untoldLosses } : {};
      this.untoldLosses = 0;
      this.note('store.lost', 'error', `Instance ${this.settings.instanceId} lost the store.`, lostAt, omitted);
      this.note('store.recovered', 'info', `Instance ${this.settings.instanceId} reached the store again.`);
    }
    await this.tell();
  }

  private note(type: string, severity: Severity, summary: string, at = new Date(), more: object = {}): void {
    if (this.waiting.length === WAITING_MAX) this.waiting.shift();
    this.waiting.push({
      event_id: uuidV7(),
      event_type: type,
      module: 'operator-backend',
      severity,
      summary,
      payload: { instance_id: this.settings.instanceId, version: VERSION, ...more },
      created_at: at.toISOString(),
    });
  }

  /** Publishes what waits; one call after the other, so that each takes away what it published and nothing else. */
  private tell(): Promise<void> {
    this.telling = this.telling.then(() => this.publishWaiting());
    return this.telling;
  }

  private async publishWaiting(): Promise<void> {
    const events = [...this.waiting];
    if (events.length === 0) return;
    try {
      await this.publisher.publish(events, uuidV7());
      this.waiting = this.waiting.filter((event) => !events.includes(event));
    } catch (error) {
      this.logger.debug(`Events of this instance wait for the store: ${String(error)}`);
      clearTimeout(this.again);
      this.again = setTimeout(() => void (this.store.available && this.tell()), AGAIN_MS).unref();
    }
  }
}
