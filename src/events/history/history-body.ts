import { formatPosition } from '../../event-log/position.js';
import { type History } from './history.service.js';

/**
 * The JSON of a page of the history, `{"events": [...], "first_event_id": ..., "last_event_id": ..., "gap": ...}`. Each event is
 * JSON already. All parts are joined at once: V8 copies a text that was put together in steps several times until it is sent.
 */
export function historyBody({ entries, position, gap }: History): string {
  const parts = ['{"events":['];
  for (const [index, { json }] of entries.entries()) parts.push(index === 0 ? '' : ',', json);
  const first = entries[0] ? JSON.stringify(formatPosition(entries[0].position)) : 'null';
  parts.push(`],"first_event_id":${first},"last_event_id":"${formatPosition(position)}","gap":${JSON.stringify(gap)}}`);
  return parts.join('');
}
