import { EventTemplate, type EventWrap, MARK_PLACE } from './event-template.js';

/** The bytes of one event on the wire, with its `id:` line and blank line. They are the same for all contenders. */
export const WIRE_BYTES = 260;
const FRAME_BYTES = 'id: 1795334651340-1204\ndata: \n\n'.length;

/** Returns the module of the events of a lane. With several lanes, event `n` is in lane `n % lanes`. */
export function moduleOf(lane: number, family = 'bench'): string {
  return `${family}-${String(lane).padStart(3, '0')}`;
}

/** Makes the events that are published to this service, which adds an id, a correlation id and the time: about 260 bytes in all. */
export function serviceEvents(modules: readonly string[]): EventTemplate[] {
  return templates(modules, (module) => ({
    event_type: 'tick',
    module,
    severity: 'info',
    summary: MARK_PLACE,
    correlation_id: 'b',
  }));
}

/** Makes the events that are published to peers: with the fields that this service sends, padded to the same length. */
export function completeEvents(modules: readonly string[], wrap?: EventWrap): EventTemplate[] {
  const complete = (module: string) => {
    const event = {
      event_id: '0199a3c2-7f10-7abc-8def-0123456789ab',
      event_type: 'tick',
      summary: MARK_PLACE,
      module,
      severity: 'info',
      correlation_id: 'b',
      payload: {},
      created_at: '2026-01-01T00:00:00.000Z',
    };
    const missing = WIRE_BYTES - FRAME_BYTES - JSON.stringify(event).length;
    return { ...event, summary: MARK_PLACE + '.'.repeat(Math.max(0, missing)) };
  };
  return templates(modules, complete, wrap);
}

function templates(modules: readonly string[], event: (module: string) => object, wrap?: EventWrap): EventTemplate[] {
  return modules.map((module) => new EventTemplate(event(module), wrap));
}
