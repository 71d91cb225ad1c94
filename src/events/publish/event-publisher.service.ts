import { Inject, Injectable } from '@nestjs/common';
import { InjectMetric } from '@willsoto/nestjs-prometheus';
import { type Counter } from 'prom-client';
import { EventLog, type NewEvent } from '../../event-log/event-log.interface.js';
import { formatPosition } from '../../event-log/position.js';
import { METRICS } from '../../metrics/metrics.catalogue.js';
import { type PublishedEventDto } from './published-event.dto.js';
import { mapInSlices } from './map-in-slices.js';
import { uuidV7 } from './uuid-v7.js';

/** Puts events into the log that all instances share. */
@Injectable()
export class EventPublisher {
  constructor(
    @Inject(EventLog) private readonly log: EventLog,
    @InjectMetric(METRICS.eventsPublished.name) private readonly published: Counter,
  ) {}

  /**
   * Appends valid events, all or none, and answers their SSE ids.
   * @throws EventLogUnavailableError, EventLogFullError
   */
  async publish(events: readonly PublishedEventDto[], correlationId: string): Promise<string[]> {
    const positions = await this.log.append(await mapInSlices(events, (event) => toNewEvent(event, correlationId)));
    this.published.inc(events.length);
    return positions.map(formatPosition);
  }
}

/** The event as every stream will get it, made once. */
function toNewEvent(event: PublishedEventDto, correlationId: string): NewEvent {
  const { event_id, event_type, summary, module, severity, payload = {} } = event;
  const json = JSON.stringify({
    event_id: event_id ?? uuidV7(),
    event_type,
    summary,
    module,
    severity,
    correlation_id: event.correlation_id ?? correlationId,
    payload,
    created_at: event.created_at ?? new Date().toISOString(),
  });
  return { type: event_type, module, severity, json, ...(event_id !== undefined && { givenId: event_id }) };
}
