import { EventTemplate, MARK_PLACE } from './event-template.js';

/** Bytes of one event on the wire, `id:` line and blank line included: what all contenders are made to send. */
export const WIRE_BYTES = 260;
const FRAME_BYTES = 'id: 1795334651340-1204\ndata: \n\n'.length;

/** Modules of the events: event `n` of `lanes` lanes comes from the module of lane `n % lanes`. */
export function moduleOf(lane: number, family = 'bench'): string {
  return `${family}-${String(lane).padStart(3, '0')}`;
}

/** What is posted to the service, which adds an id, a correlation id and the time: together about 260 bytes. */
export function serviceEvents(modules: readonly string[]): EventTemplate[] {
  return templates(modules, (module) => ({
    event_type: 'tick',
    module,
    severity: 'info',
    summary: MARK_PLACE,
    correlation_id: 'b',
  }));
}

/** What the peers get: the same fields as the service sends, filled up to the same length on the wire. */
export function completeEvents(modules: readonly string[]): EventTemplate[] {
  return templates(modules, (module) => {
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
  });
}

function templates(modules: readonly string[], event: (module: string) => object): EventTemplate[] {
  return modules.map((module) => new EventTemplate(event(module)));
}
