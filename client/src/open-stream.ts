import { type StreamFilter } from './follow-options.js';
import { Interruption } from './interruption.js';
import { readProblem } from './problem.js';
import { refuse } from './refuse.js';
import { RefusedError } from './refused-error.js';
import { serviceUrl } from './service-url.js';

/** The stream to open, and the token to open it with. */
export interface OpenRequest {
  readonly baseUrl: string;
  readonly token: string;
  /** The position to resume after; empty: the stream begins with a snapshot. */
  readonly lastEventId: string;
  readonly filter?: StreamFilter | undefined;
  readonly snapshot?: number | undefined;
  readonly signal: AbortSignal;
  readonly fetch?: typeof fetch | undefined;
}

/**
 * Opens the stream and returns its body. The last id is sent in the query, because a browser on another origin would need a
 * preflight request to send it as a header.
 * @throws RefusedError if another attempt cannot succeed
 * @throws Interruption if another attempt may succeed; if its reason is `token`, with another token
 */
export async function openStream(request: OpenRequest): Promise<ReadableStream<Uint8Array>> {
  const response = await get(request);
  if (response.status !== 200) throw refuse('stream', response, await readProblem(response));
  if (!/^text\/event-stream\b/i.test(response.headers.get('content-type') ?? '') || response.body === null) {
    await response.body?.cancel().catch(() => undefined);
    throw new RefusedError('stream', 'not_the_service', { status: 200 });
  }
  return response.body;
}

async function get({ signal, fetch = globalThis.fetch, ...request }: OpenRequest): Promise<Response> {
  try {
    return await fetch(streamUrl(request), {
      headers: { Accept: 'text/event-stream' },
      redirect: 'manual',
      referrerPolicy: 'no-referrer',
      signal,
    });
  } catch (cause) {
    throw new Interruption('network', undefined, { cause });
  }
}

function streamUrl({ baseUrl, token, lastEventId, filter = {}, snapshot }: Omit<OpenRequest, 'signal'>): URL {
  const url = serviceUrl(baseUrl, '/operator/api/events/stream');
  const add = (name: string, value: string) => value !== '' && url.searchParams.set(name, value);
  add('token', token);
  add('severity', filter.severities?.join(',') ?? '');
  add('module', filter.modules?.join(',') ?? '');
  add('event_type', filter.eventTypes?.join(',') ?? '');
  add('snapshot', snapshot?.toString() ?? '');
  add('last_event_id', lastEventId);
  return url;
}
