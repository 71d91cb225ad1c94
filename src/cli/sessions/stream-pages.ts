import { STREAMS_PATH } from '../../endpoints/paths.js';
import { CliFailure } from '../cli-failure.js';
import { type Service } from '../service-options.js';
import { adminCall } from './admin-call.js';

/** A stream as the service lists it. docs/reference/api.md describes its fields. */
export type ListedStream = Readonly<Record<string, unknown>>;

export interface StreamsPage {
  readonly streams: readonly ListedStream[];
  /** The number of open streams that no page lists. */
  readonly unlisted: number;
}

/** The streams in a page. The command holds one page in memory. */
const PAGE = '500';

/**
 * Reads the list of open streams of all instances, page by page.
 * @param principal only its streams
 * @throws CliFailure
 */
export async function* streamPages(
  service: Service,
  principal: string | undefined,
  signal: AbortSignal,
): AsyncGenerator<StreamsPage> {
  let after: string | null = null;
  do {
    const query: Record<string, string> = {
      limit: PAGE,
      ...(principal !== undefined && { principal }),
      ...(after !== null && { after }),
    };
    const page = await adminCall(service, { what: 'list streams', route: STREAMS_PATH, status: 200, query, signal });
    const { streams, next, unlisted } = page;
    // A page that names itself as the next one would be read for ever.
    if (!Array.isArray(streams) || !(next === null || typeof next === 'string') || (next !== null && next === after)) {
      throw new CliFailure(
        'not_the_service',
        `The server at ${service.baseUrl} does not list streams as the operator backend does.`,
      );
    }
    yield { streams: streams as ListedStream[], unlisted: Number(unlisted) || 0 };
    after = next;
  } while (after !== null);
}
