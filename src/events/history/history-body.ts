import { formatPosition } from '../../event-log/position.js';
import { type History } from './history.service.js';

/**
 * The JSON of a page of the history, `{"events": [...], "last_event_id": ..., "gap": ...}`. Each event is JSON already. All
 * parts are joined at once: V8 copies a text that was put together in steps several times until it is sent.
 */
export function historyBody({ entries, position, gap }: History): string {
  const parts = ['{"events":['];
  for (const [index, { json }] of entries.entries()) parts.push(index === 0 ? '' : ',', json);
  parts.push(`],"last_event_id":"${formatPosition(position)}","gap":${JSON.stringify(gap)}}`);
  return parts.join('');
}
