import { jsonBody } from './json-body.js';

/** The problem of an error response (RFC 9457). All but the status may be missing, since a proxy may have sent the response. */
export interface Problem {
  readonly status: number;
  readonly code?: string | undefined;
  readonly detail?: string | undefined;
  readonly correlationId?: string | undefined;
  /** With 503, for a call that changes something: `not_applied`, or `unknown` if the change may have been made. */
  readonly outcome?: string | undefined;
  /** With `invalid_request`: every fault, as the service lists it. */
  readonly errors?: readonly unknown[];
}

/** Reads the problem of an error response. Never throws: if the body cannot be read, the problem has only its status. */
export async function readProblem(response: Response): Promise<Problem> {
  const read = isJson(response) && (await jsonBody(response).catch(() => undefined));
  const body = (read || {}) as Readonly<Record<string, unknown>>;
  // Ends what was not read.
  await response.body?.cancel().catch(() => undefined);
  const text = (name: string) => (typeof body[name] === 'string' ? body[name] : undefined);
  return {
    status: response.status,
    code: text('code'),
    detail: text('detail'),
    correlationId: text('correlation_id') ?? response.headers.get('x-correlation-id') ?? undefined,
    outcome: text('outcome'),
    errors: Array.isArray(body.errors) ? body.errors : [],
  };
}

/** Whether the body is JSON, as every error response of the service is. Another server may respond with a page. */
export function isJson({ headers }: Response): boolean {
  return /json/i.test(headers.get('content-type') ?? '');
}
