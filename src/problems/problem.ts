import { IntrinsicException } from '@nestjs/common';
import { type WriteOutcome } from '../store/store-errors.js';
import { PROBLEMS, type ProblemCode } from './problem-catalogue.js';

/** One fault of the input: where, and what is wrong with it. */
export interface InputFault {
  /** Path of the field, such as `events[3].severity`, or the name of a query parameter. */
  readonly field: string;
  readonly message: string;
}

/** A limit that was met. */
export interface MetLimit {
  /** Lower-case letters and `-`. */
  readonly policy: string;
  /** Requests in `windowSeconds`, or at once where there is no window; left out where it differs from one caller to the next. */
  readonly quota?: number;
  readonly windowSeconds?: number;
  /** Requests that are left of the quota; none if absent. */
  readonly remaining?: number;
  /** What the quota counts, where it is not requests. */
  readonly unit?: 'content-bytes' | 'concurrent-requests';
}

export interface ProblemOptions {
  /** Where it is not the one of the code. */
  readonly status?: number;
  readonly outcome?: WriteOutcome;
  readonly errors?: readonly InputFault[];
  /** Answered as `Retry-After`. */
  readonly retryAfterSeconds?: number;
  /** Answered as `RateLimit` and `RateLimit-Policy`, with status 429. */
  readonly limit?: MetLimit;
  /** Methods the path takes, answered as `Allow`. */
  readonly allow?: readonly string[];
}

/**
 * A response other than success, rendered as problem+json (RFC 9457). Its `detail` is shown to the caller. An application without
 * `ProblemFilter` responds with its status and message, as it does for errors of `http-errors`.
 */
export class Problem extends IntrinsicException {
  /** Its message may be shown to the caller; with `statusCode`, what Nest looks for in an error that it does not know. */
  readonly expose = true;

  constructor(
    readonly code: ProblemCode,
    readonly detail: string,
    readonly options: ProblemOptions = {},
  ) {
    super(`${code}: ${detail}`);
    this.name = 'Problem';
  }

  get statusCode(): number {
    return this.status;
  }

  get status(): number {
    return this.options.status ?? PROBLEMS[this.code].status;
  }

  /** Headers that belong to this response. */
  get headers(): Record<string, string> {
    const { allow } = this.options;
    const limited = this.status === 429;
    const retryAfterSeconds = this.options.retryAfterSeconds ?? (limited ? 1 : undefined);
    return {
      ...(this.status === 401 && { 'WWW-Authenticate': 'Bearer realm="vx11"' }),
      ...(retryAfterSeconds !== undefined && { 'Retry-After': String(retryAfterSeconds) }),
      ...(limited && rateLimitHeaders(this.options.limit, retryAfterSeconds!)),
      ...(allow && { Allow: allow.join(', ') }),
    };
  }

  /** The problem+json document. */
  toDocument(correlationId: string): Record<string, unknown> {
    const { outcome, errors } = this.options;
    return {
      type: `urn:vx11:problem:${this.code}`,
      title: PROBLEMS[this.code].title,
      status: this.status,
      code: this.code,
      detail: this.detail,
      correlation_id: correlationId,
      ...(outcome && { outcome }),
      ...(errors && { errors }),
    };
  }
}

/** As in draft-ietf-httpapi-ratelimit-headers-10: `r` remain, too few, and `t` seconds later there will be more. */
function rateLimitHeaders(limit: MetLimit | undefined, resetSeconds: number): Record<string, string> {
  const { policy, quota, windowSeconds, unit, remaining = 0 } = limit ?? { policy: 'default' };
  const left = { RateLimit: `"${policy}";r=${remaining};t=${resetSeconds}` };
  if (quota === undefined) return left;
  const window = windowSeconds === undefined ? '' : `;w=${windowSeconds}`;
  return { 'RateLimit-Policy': `"${policy}";q=${quota}${unit ? `;qu="${unit}"` : ''}${window}`, ...left };
}

/** 400 with the faults listed, and how many there are, where that is more. */
export function invalidRequest(errors: readonly InputFault[], count = errors.length): Problem {
  const all = count === 1 ? 'one fault' : `${count} faults`;
  const named = count > errors.length ? `, of which ${errors.length} are named` : '';
  return new Problem('invalid_request', `The request has ${all}${named}.`, { errors });
}
