import { EventLogUnavailableError } from '../../../src/event-log/event-log.errors.js';
import { type EventLog, type NewEvent } from '../../../src/event-log/event-log.interface.js';
import { type Position } from '../../../src/event-log/position.js';
import { type RedisService } from '../../../src/redis/redis.service.js';
import { newEvents } from './events.js';
import { ready } from './redis-connections.js';

/** Appends events with ids of its own and sends them again, as a publisher should, until they are in the log. */
export class PatientPublisher {
  private label = 0;

  constructor(
    private readonly service: RedisService,
    readonly log: EventLog,
  ) {}

  /** Appends `count` events, labelled from 1 on; returns the position of the last. */
  async append(count: number): Promise<Position> {
    const first = this.label + 1;
    this.label += count;
    const events = newEvents(count, first).map((event, index): NewEvent => ({
      ...event,
      idempotencyKey: `id-${first + index}`,
    }));
    for (;;) {
      try {
        return (await this.log.append(events)).at(-1)!;
      } catch (error) {
        if (!(error instanceof EventLogUnavailableError)) throw error;
        await ready(this.service);
      }
    }
  }
}
