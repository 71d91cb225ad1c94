import { type Problem, readProblem, serviceUrl, SseParser } from '#client';
import { STREAM_PATH } from '../../endpoints/paths.js';
import { unreachable } from '../network-failure.js';

export interface StreamRequest {
  readonly baseUrl: string;
  /** Sent in the URL. */
  readonly token?: string;
  /** Sent in the header. */
  readonly credential?: string;
  /** Whether enough was seen: the types of the messages so far. */
  readonly enough: (types: readonly string[]) => boolean;
  /** Milliseconds until what was seen has to do. */
  readonly timeoutMs: number;
}

/** What a stream showed. */
export interface StreamView {
  /** Set when it was refused. */
  readonly problem?: Problem;
  readonly contentType: string;
  readonly retryMs: number | undefined;
  /** Types of the messages, in order; `message` is an event. */
  readonly types: readonly string[];
  readonly enough: boolean;
}

/**
 * Opens a stream, looks at it for a while, and closes it.
 * @throws CliFailure when there was no answer at all.
 */
export async function watchStream({
  baseUrl,
  token,
  credential,
  enough,
  timeoutMs,
}: StreamRequest): Promise<StreamView> {
  const url = serviceUrl(baseUrl, STREAM_PATH);
  if (token !== undefined) url.searchParams.set('token', token);
  const headers: Record<string, string> = credential === undefined ? {} : { 'X-VX11-Token': credential };
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), timeoutMs);
  try {
    const response = await fetch(url, { headers, redirect: 'manual', signal: controller.signal }).catch(
      (error: unknown) => {
        throw unreachable(error, baseUrl);
      },
    );
    const contentType = response.headers.get('content-type') ?? '';
    if (response.status !== 200) {
      return { problem: await readProblem(response), contentType, retryMs: undefined, types: [], enough: false };
    }
    return { contentType, ...(await look(response, enough)) };
  } finally {
    clearTimeout(timer);
    controller.abort();
  }
}

async function look(
  response: Response,
  enough: StreamRequest['enough'],
): Promise<Pick<StreamView, 'retryMs' | 'types' | 'enough'>> {
  const parser = new SseParser();
  const types: string[] = [];
  const reader = response.body?.getReader();
  while (!enough(types)) {
    const read = await reader?.read().catch(() => undefined);
    if (read?.value === undefined) return { retryMs: parser.retryMs, types, enough: false };
    types.push(...parser.push(read.value).map(({ type }) => type));
  }
  return { retryMs: parser.retryMs, types, enough: true };
}
