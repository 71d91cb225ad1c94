import { type Problem, readProblem, retryAfterMs, serviceUrl } from '#client';
import { EVENTS_PATH } from '../../endpoints/paths.js';
import { networkFailure } from '../network-failure.js';
import { refusalFailure } from '../refusal-failure.js';
import { CliFailure } from '../cli-failure.js';
import { type Service } from '../service-options.js';
import { RESPONSE_TIMEOUT_MS } from './limits.js';
import { type PreparedEvent } from './prepared-event.js';

/** The result of one attempt to publish events. */
export type PostResult =
  | { readonly kind: 'accepted' }
  /** Some events have faults, or the call is too large. Nothing was published. */
  | { readonly kind: 'rejected'; readonly problem: Problem }
  /** The call has more events than its principal may ever publish at once. Nothing was published. */
  | { readonly kind: 'too_many'; readonly most: number }
  /** A later attempt may succeed. `applied` tells whether this one may have published the events. */
  | {
      readonly kind: 'later';
      readonly reason: string;
      readonly askedMs: number | undefined;
      readonly applied: 'no' | 'unknown';
    };

/**
 * Sends one call that publishes `events`.
 * @throws CliFailure if a later attempt cannot succeed
 */
export async function postEvents(
  { baseUrl, credential }: Service,
  events: readonly PreparedEvent[],
): Promise<PostResult> {
  const request = {
    method: 'POST',
    headers: { 'X-VX11-Token': credential, 'Content-Type': 'application/json' },
    body: `{"events":[${events.map(({ json }) => json).join(',')}]}`,
    redirect: 'manual',
    signal: AbortSignal.timeout(RESPONSE_TIMEOUT_MS),
  } as const;
  try {
    const response = await fetch(serviceUrl(baseUrl, EVENTS_PATH), request);
    if (response.status === 202) return accepted(await response.json(), events.length, baseUrl);
    const problem = await readProblem(response);
    const most = mostAtOnce(response);
    return most < events.length ? { kind: 'too_many', most } : refused(response, problem, baseUrl);
  } catch (error) {
    if (error instanceof CliFailure) throw error;
    return withoutResponse(error, baseUrl);
  }
}

function accepted(body: unknown, count: number, baseUrl: string): PostResult {
  if ((body as { accepted?: unknown } | null)?.accepted === count) return { kind: 'accepted' };
  throw new CliFailure(
    'not_the_service',
    `The server at ${baseUrl} did not confirm ${count} events as the operator backend does.`,
  );
}

/** The events that the principal may publish at once, where a limit on them was met; Infinity otherwise. */
function mostAtOnce({ status, headers }: Response): number {
  const [, quota] = /^"publishing";q=([1-9]\d*)(?:;|$)/.exec(headers.get('ratelimit-policy') ?? '') ?? [];
  return status === 429 && quota !== undefined ? Number(quota) : Infinity;
}

function refused(response: Response, problem: Problem, baseUrl: string): PostResult {
  const { status, code, detail, outcome } = problem;
  if (status === 400 || status === 413) return { kind: 'rejected', problem };
  if (status < 500 && ![408, 425, 429].includes(status)) throw refusalFailure('publish', baseUrl, problem);
  return {
    kind: 'later',
    reason: `${status}${code === undefined ? '' : ` ${code}`}${detail === undefined ? '' : `: ${detail}`}`,
    askedMs: retryAfterMs(response.headers.get('retry-after')),
    applied:
      status === 429 || outcome === 'not_applied' || code === 'draining' || code === 'overloaded' ? 'no' : 'unknown',
  };
}

function withoutResponse(error: unknown, baseUrl: string): PostResult {
  const { exit, reason, safe } = networkFailure(error);
  if (exit !== 'unreachable') throw new CliFailure(exit, `No connection to ${baseUrl}: ${reason}.`, { cause: error });
  return { kind: 'later', reason, askedMs: undefined, applied: safe ? 'no' : 'unknown' };
}
