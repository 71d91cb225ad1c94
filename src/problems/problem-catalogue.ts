/** Every error code of the service: its status, title, and when it is used. */
export const PROBLEMS = {
  auth_required: { status: 401, title: 'Authentication required', when: 'The request carries no credential.' },
  invalid_token: {
    status: 403,
    title: 'Credential refused',
    when: 'The credential or token is wrong; `detail` says whether a token was used, stale, revoked or unknown.',
  },
  origin_not_allowed: {
    status: 403,
    title: 'Origin not allowed',
    when: 'A page of another origin sent a request that changes something, or its preflight; nothing was done.',
  },
  forbidden: { status: 403, title: 'Not allowed', when: 'The principal lacks the right the route needs.' },
  invalid_request: {
    status: 400,
    title: 'Invalid request',
    when: 'The input is wrong; `errors` names the faults, the first hundred of them.',
  },
  payload_too_large: {
    status: 413,
    title: 'Payload too large',
    when: 'The body exceeds what the route takes, or unfolds to more than 100 times its size.',
  },
  unsupported_media_type: {
    status: 415,
    title: 'Unsupported media type',
    when: 'The body is not JSON in UTF-8, or compressed in a way that the route does not take.',
  },
  request_refused: {
    status: 400,
    title: 'Request refused',
    when: 'The request cannot be served as it was sent, for a reason without a code of its own; the status may be any 4xx.',
  },
  method_not_allowed: { status: 405, title: 'Method not allowed', when: 'The path exists, but not for this method.' },
  not_found: { status: 404, title: 'Not found', when: 'Nothing is served at this path.' },
  rate_limited: {
    status: 429,
    title: 'Too many requests',
    when: 'The principal asked for too many tokens and opened no streams with them, published too many events, or has too many bodies or histories under way; or too many wrong credentials came from the address; see `Retry-After`.',
  },
  store_unavailable: {
    status: 503,
    title: 'Store unavailable',
    when: 'The store did not reply; `outcome` says whether something may have been written.',
  },
  provider_unavailable: {
    status: 503,
    title: 'Identity provider unavailable',
    when: 'The keys to judge a JWT by cannot be had now.',
  },
  store_full: { status: 503, title: 'Store full', when: 'The store has no room; nothing was written.' },
  log_format: {
    status: 503,
    title: 'Log format unknown',
    when: 'A newer version writes the event log in a format that this instance does not know; nothing was written.',
  },
  draining: { status: 503, title: 'Draining', when: 'This instance is shutting down; another one will respond.' },
  overloaded: {
    status: 503,
    title: 'Overloaded',
    when: 'This instance carries as many streams, or is reading as many bodies or histories, as it may.',
  },
  internal_error: {
    status: 500,
    title: 'Internal error',
    when: 'The service failed; the log has the reason under the same correlation id.',
  },
} as const satisfies Record<string, { status: number; title: string; when: string }>;

export type ProblemCode = keyof typeof PROBLEMS;
