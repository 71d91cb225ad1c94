import { type Problem, readProblem, serviceUrl, SseParser } from '#client';
import { STREAM_PATH } from '../../endpoints/paths.js';
import { unreachable } from '../network-failure.js';

/** A stream that a check opens. Either `token` or `credential` is set. */
export interface StreamRequest {
  readonly baseUrl: string;
  /** Sent in the URL. */
  readonly token?: string;
  /** Sent in the header. */
  readonly credential?: string;
  /** Whether the messages so far, given by their types, are all that the check needs. */
  readonly enough: (types: readonly string[]) => boolean;
  /** When the stream is closed although the check needs more, ms. */
  readonly timeoutMs: number;
}

/** What a check saw of a stream. */
export interface StreamView {
  /** Set if the stream was refused. */
  readonly problem?: Problem;
  readonly contentType: string;
  readonly retryMs: number | undefined;
  /** The types of the messages, in order; `message` is an event. */
  readonly types: readonly string[];
  readonly enough: boolean;
}

/**
 * Opens a stream, reads until `enough` or `timeoutMs`, and closes it.
 * @throws CliFailure if there was no response
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
    return { contentType, ...(await read(response, enough)) };
  } finally {
    clearTimeout(timer);
    controller.abort();
  }
}

async function read(
  response: Response,
  enough: StreamRequest['enough'],
): Promise<Pick<StreamView, 'retryMs' | 'types' | 'enough'>> {
  const parser = new SseParser();
  const types: string[] = [];
  const reader = response.body?.getReader();
  while (!enough(types)) {
    const chunk = await reader?.read().catch(() => undefined);
    if (chunk?.value === undefined) return { retryMs: parser.retryMs, types, enough: false };
    types.push(...parser.push(chunk.value).map(({ type }) => type));
  }
  return { retryMs: parser.retryMs, types, enough: true };
}
