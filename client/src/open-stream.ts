import { call } from './call.js';
import { type StreamFilter } from './follow-options.js';
import { RefusedError } from './refused-error.js';
import { filterQuery, serviceUrl } from './service-url.js';

/** The stream to open, and the token to open it with. */
export interface OpenRequest {
  readonly baseUrl: string;
  readonly token: string;
  /** The position to resume after; empty: the stream begins with a snapshot. */
  readonly lastEventId: string;
  /** An id of the service that is no position, sent back as `Last-Event-ID`; empty if there is none. */
  readonly marker: string;
  readonly filter?: StreamFilter | undefined;
  readonly snapshot?: number | undefined;
  readonly signal: AbortSignal;
  readonly fetch?: typeof fetch | undefined;
}

/**
 * Opens the stream and returns its body; undefined for 204, with which a service ends reconnecting. The position is sent in the
 * query, because a browser on another origin would need a preflight request to send it as a header.
 * @throws RefusedError if another attempt cannot succeed
 * @throws Interruption if another attempt may succeed; if its reason is `token`, with another token
 */
export async function openStream(request: OpenRequest): Promise<ReadableStream<Uint8Array> | undefined> {
  const { signal, fetch, marker } = request;
  const response = await call('stream', streamUrl(request), {
    headers: { Accept: 'text/event-stream', ...(marker && { 'Last-Event-ID': marker }) },
    signal,
    fetch,
  });
  const { status, headers, body } = response;
  if (status === 204) return undefined;
  if (body !== null && /^text\/event-stream\s*(;|$)/i.test(headers.get('content-type') ?? '')) return body;
  await body?.cancel().catch(() => undefined);
  throw new RefusedError('stream', 'not_the_service', { status });
}

function streamUrl({ baseUrl, token, lastEventId, filter, snapshot }: OpenRequest): URL {
  const query = { token, ...filterQuery(filter), snapshot: snapshot?.toString(), last_event_id: lastEventId };
  return serviceUrl(baseUrl, '/operator/api/events/stream', query);
}
