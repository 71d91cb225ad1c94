import { formatPosition } from '../../event-log/position.js';
import { type History } from './history.service.js';

/**
 * The JSON of a page of the history, `{"events": [...], "positions": [...], "first_event_id": ..., "last_event_id": ..., "gap": ...}`.
 * Each event is JSON already, and a position needs no escaping. All parts are joined at once: V8 copies a text that was put together
 * in steps several times until it is sent.
 */
export function historyBody({ entries, first, position, gap }: History): string {
  const parts = ['{"events":['];
  for (const [index, { json }] of entries.entries()) parts.push(index === 0 ? '' : ',', json);
  const positions = entries.map((entry) => `"${formatPosition(entry.position)}"`);
  parts.push(
    `],"positions":[${positions.join(',')}],"first_event_id":${first ? `"${formatPosition(first)}"` : 'null'}`,
  );
  parts.push(`,"last_event_id":"${formatPosition(position)}","gap":${JSON.stringify(gap)}}`);
  return parts.join('');
}
