import { Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Settings } from '../config/settings.js';
import { EventPublisher } from '../events/event-publisher.service.js';
import { uuidV7 } from '../events/uuid-v7.js';
import { type PublishedEventDto } from '../events/dto/published-event.dto.js';
import { StoreHealth } from '../store-health/store-health.interface.js';
import { type Severity } from '../validation/event-rules.js';
import { VERSION } from '../version.js';

/**
 * Publishes the life of this instance as events of module `operator-backend`. What cannot be published is kept, with the
 * time it happened and an id of its own, until the store is back; so nothing is lost and nothing told twice.
 */
@Injectable()
export class LifeEvents implements OnApplicationBootstrap {
  private readonly logger = new Logger('LifeEvents');
  private readonly untold: PublishedEventDto[] = [];

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

  /** Tells that the instance is going; gives up at once if the store is away. */
  async draining(): Promise<void> {
    this.note('instance.draining', 'info', `Instance ${this.settings.instanceId} is shutting down.`);
    if (this.store.available) await this.tell();
  }

  private async recovered(): Promise<void> {
    const { lostAt } = this.store;
    if (lostAt) {
      this.note('store.lost', 'error', `Instance ${this.settings.instanceId} lost the store.`, lostAt);
      this.note('store.recovered', 'info', `Instance ${this.settings.instanceId} reached the store again.`);
    }
    await this.tell();
  }

  private note(type: string, severity: Severity, summary: string, at = new Date()): void {
    this.untold.push({
      event_id: uuidV7(),
      event_type: type,
      module: 'operator-backend',
      severity,
      summary,
      payload: { instance_id: this.settings.instanceId, version: VERSION },
      created_at: at.toISOString(),
    });
  }

  private async tell(): Promise<void> {
    const events = [...this.untold];
    try {
      await this.publisher.publish(events, uuidV7());
      this.untold.splice(0, events.length);
    } catch (error) {
      this.logger.warn(`Events of this instance wait for the store: ${String(error)}`);
    }
  }
}
