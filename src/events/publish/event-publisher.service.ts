import { Inject, Injectable } from '@nestjs/common';
import { type NewEvent } from '../../event-log/event-log.interface.js';
import { formatPosition } from '../../event-log/position.js';
import { EVENTS_OPTIONS, type EventsOptions } from '../events.options.js';
import { type PublishedEventDto } from './published-event.dto.js';
import { mapInSlices } from '../../event-loop/map-in-slices.js';
import { measuredJson } from './is-payload.js';
import { uuidV7 } from './uuid-v7.js';

/** Appends events to the log that all instances share. */
@Injectable()
export class EventPublisher {
  constructor(@Inject(EVENTS_OPTIONS) private readonly options: EventsOptions) {}

  /**
   * Appends valid events, all or none. Returns their SSE ids.
   * @throws EventLogUnavailableError, EventLogFullError
   */
  async publish(events: readonly PublishedEventDto[], correlationId = uuidV7()): Promise<string[]> {
    const positions = await this.options.log.append(
      await mapInSlices(events, (event) => toNewEvent(event, correlationId)),
    );
    this.options.observer?.published(events.length);
    return positions.map(formatPosition);
  }
}

/** Makes the JSON of an event, which all streams get. */
function toNewEvent(event: PublishedEventDto, correlationId: string): NewEvent {
  const { event_id, event_type, summary, module, severity, payload = {} } = event;
  const head = {
    event_id: event_id ?? uuidV7(),
    event_type,
    summary,
    module,
    severity,
    correlation_id: event.correlation_id ?? correlationId,
  };
  const created_at = event.created_at ?? new Date().toISOString();
  const known = measuredJson(payload);
  const json = known
    ? `${JSON.stringify(head).slice(0, -1)},"payload":${known},"created_at":${JSON.stringify(created_at)}}`
    : JSON.stringify({ ...head, payload, created_at });
  return { type: event_type, module, severity, json, ...(event_id !== undefined && { idempotencyKey: event_id }) };
}
