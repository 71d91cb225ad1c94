import { STREAMS_PATH } from '../../endpoints/paths.js';
import { CliFailure } from '../cli-failure.js';
import { type Service } from '../service-options.js';
import { ask } from './ask.js';

/** A stream as the service lists it; docs/reference/api.md has its fields. */
export type ListedStream = Readonly<Record<string, unknown>>;

export interface StreamsPage {
  readonly streams: readonly ListedStream[];
  /** Open streams that no page lists. */
  readonly unlisted: number;
}

/** Streams that are asked for at once: a page of them is what the command holds in memory. */
const PAGE = '500';

/**
 * The open streams of all instances, page by page.
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
    const page = await ask(service, { what: 'list streams', route: STREAMS_PATH, status: 200, query, signal });
    const { streams, next, unlisted } = page;
    // A page that leads to itself would never end.
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
