/** What a refusal says of itself (RFC 9457). Everything but the status may be missing: a proxy may have answered. */
export interface Problem {
  readonly status: number;
  readonly code?: string | undefined;
  readonly detail?: string | undefined;
  readonly correlationId?: string | undefined;
  /** With 503: `not_applied` or `unknown`, where something may have been written. */
  readonly outcome?: string | undefined;
  /** With `invalid_request`: every fault, as the service listed it. */
  readonly errors?: readonly unknown[];
}

/** Reads a refusal's body. Never throws: a body that cannot be read leaves the status. */
export async function readProblem(response: Response): Promise<Problem> {
  const body = await bodyOf(response);
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

async function bodyOf(response: Response): Promise<Record<string, unknown>> {
  try {
    if (/json/.test(response.headers.get('content-type') ?? '')) {
      const body: unknown = await response.json();
      return typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
    }
    await response.body?.cancel();
  } catch {
    // An unreadable body says nothing, and the status is known.
  }
  return {};
}
