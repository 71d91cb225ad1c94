import { call } from '../call.js';
import { isEvent } from '../decode-item.js';
import { type StreamFilter } from '../follow-options.js';
import { jsonBody } from '../json-body.js';
import { type OperatorEvent } from '../operator-event.js';
import { RefusedError } from '../refused-error.js';
import { filterQuery, serviceUrl } from '../service-url.js';

/** The service sends at most 1 MiB of events, or one that is larger. */
const MAX_BYTES = 4 * 1_048_576;

export interface HistoryRequest {
  readonly baseUrl: string;
  readonly credential: string;
  readonly filter?: StreamFilter | undefined;
  /** The position after which to read; empty: the newest events. */
  readonly after: string;
  readonly limit: number;
  readonly signal: AbortSignal;
  readonly fetch?: typeof fetch | undefined;
}

/** A part of the history, oldest event first. */
export interface HistoryPage {
  readonly events: readonly OperatorEvent[];
  /** The position of each of `events`. Undefined from a service of version 2. */
  readonly positions?: readonly string[];
  /** Where the next part begins. */
  readonly last_event_id: string;
  readonly gap?: { readonly reason: string; readonly missed_from?: string; readonly resumed_at?: string } | null;
}

/** Reads the history. @throws RefusedError, Interruption */
export async function readHistory(request: HistoryRequest): Promise<HistoryPage> {
  const { baseUrl, credential, filter, after, limit, signal, fetch } = request;
  const url = serviceUrl(baseUrl, '/operator/api/events', { after, limit: `${limit}`, ...filterQuery(filter) });
  const headers = { 'X-VX11-Token': credential, Accept: 'application/json' };
  const response = await call('history', url, { headers, signal, fetch });
  const page = await jsonBody(response, MAX_BYTES);
  if (!isPage(page)) throw new RefusedError('history', 'not_the_service', { status: response.status });
  return page;
}

function isPage(value: unknown): value is HistoryPage {
  const { events, positions, last_event_id: last } = (value ?? {}) as Partial<HistoryPage>;
  if (!Array.isArray(events) || !events.every(isEvent) || typeof last !== 'string') return false;
  return positions === undefined || (Array.isArray(positions) && positions.length === events.length);
}
