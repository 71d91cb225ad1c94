import { type OperatorEvent } from '#client';
import { callApi } from '../api.js';

/** Some events of the log, oldest first. */
export interface HistoryPage {
  readonly events: readonly OperatorEvent[];
  /** Before it older ones are; null where the log has none. */
  readonly first_event_id: string | null;
}

/** Events of one request. */
const PAGE = 500;

/** Reads the newest events before a position. */
export function readHistory(credential: string, before: string | undefined): Promise<HistoryPage> {
  return callApi(credential, '/operator/api/events', { list: 'events' }, { limit: String(PAGE), before });
}
