import { callApi } from '../api.js';

const STREAMS = '/operator/api/streams';
/** What the answer to a revocation has. */
const REVOKED = { field: 'live_streams' };

/** One open stream, as the service lists it. */
export interface ListedStream {
  readonly id: string;
  readonly principal: string;
  /** RFC 3339. */
  readonly since: string;
  readonly address: string;
  readonly instance: string;
  readonly resumes: number;
  readonly filters: Readonly<Record<string, readonly string[] | undefined>>;
  /** Events that were not sent to it yet; null if that is not known. */
  readonly lag: number | null;
  /** Bytes that its client has not taken yet; null if that is not known. */
  readonly waiting_bytes: number | null;
}

export interface StreamsPage {
  readonly streams: readonly ListedStream[];
  /** Where the next page begins; null on the last one. */
  readonly next: string | null;
  /** Open streams that no page lists. */
  readonly unlisted: number;
}

/** Streams of one page. */
const PAGE = 100;

/** Lists who is connected. Throws an `ApiError` with status 403 for who is no administrator. */
export function listStreams(credential: string, after?: string, limit = PAGE): Promise<StreamsPage> {
  return callApi(credential, STREAMS, { list: 'streams' }, { limit: String(limit), after });
}

export async function endStream(credential: string, id: string): Promise<void> {
  await callApi(credential, `${STREAMS}/${encodeURIComponent(id)}`, REVOKED, {}, 'DELETE');
}

/** Ends all streams of a principal, and revokes its tokens. */
export async function endPrincipal(credential: string, name: string): Promise<void> {
  await callApi(credential, `/operator/api/principals/${encodeURIComponent(name)}/sessions`, REVOKED, {}, 'DELETE');
}
