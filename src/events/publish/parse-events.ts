import { invalidRequest } from '../../problems/problem.js';
import { EVENTS_PER_CALL } from '../../validation/event-rules.js';
import { CollectedFaults } from '../../validation/collected-faults.js';
import { isRecord } from '../../validation/faults.js';
import { EVENT_FIELDS, PublishedEventDto } from './published-event.dto.js';
import { mapInSlices } from '../../event-loop/map-in-slices.js';

/**
 * Returns the events in the body of a publish call: one event, or `{"events": [...]}`. It checks a long list in slices, so that
 * streams do not wait for it.
 * @throws Problem `invalid_request` with the faults of all events
 */
export async function parseEvents(body: unknown): Promise<PublishedEventDto[]> {
  if (!isRecord(body)) throw invalidRequest([{ field: 'body', message: 'must be an event or {"events": [...]}' }]);
  if (!('events' in body)) return parseList([body], () => '');
  const { events } = body;
  const faults = new CollectedFaults();
  faults.addUnknown(body, ['events']);
  if (!Array.isArray(events) || events.length === 0 || events.length > EVENTS_PER_CALL) {
    faults.add('events', `must be a list of 1 to ${EVENTS_PER_CALL} events`);
  }
  faults.refuse();
  return parseList(events as unknown[], (index) => `events[${index}].`);
}

async function parseList(list: readonly unknown[], prefixOf: (index: number) => string): Promise<PublishedEventDto[]> {
  const faults = new CollectedFaults();
  const ids = new Set<string>();
  const events = await mapInSlices(list, (raw, index) => {
    const prefix = prefixOf(index);
    const event = toEvent(raw, prefix, faults);
    if (event.event_id !== undefined && !isNew(event.event_id, ids)) {
      faults.add(`${prefix}event_id`, 'must not be given twice in one call');
    }
    return event;
  });
  faults.refuse();
  return events;
}

/** Returns the event in `raw`, and adds its faults to `faults`. */
function toEvent(raw: unknown, prefix: string, faults: CollectedFaults): PublishedEventDto {
  const event = new PublishedEventDto();
  if (!isRecord(raw)) {
    faults.add(prefix.slice(0, -1) || 'body', 'must be an object');
    return event;
  }
  for (const field of EVENT_FIELDS) {
    // Own properties only: `__proto__` and other inherited names are unknown fields.
    if (Object.hasOwn(raw, field)) Reflect.set(event, field, raw[field]);
  }
  faults.addUnknown(raw, EVENT_FIELDS, prefix);
  faults.addThoseOf(event, prefix);
  return event;
}

function isNew(id: string, ids: Set<string>): boolean {
  return ids.size < ids.add(id).size;
}
