/** One route of the service. */
export interface Endpoint {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly credential: 'none' | 'any principal' | 'read' | 'publish' | 'admin' | 'token, or read';
  readonly purpose: string;
  /** Not for the outside: nginx keeps it in. */
  readonly internal?: true;
  /** Machines ask it every few seconds: its answers are logged only when somebody debugs, or when they are failures. */
  readonly polled?: true;
}

export const STREAM_PATH = '/operator/api/events/stream';

/** The endpoint catalogue. */
export const ENDPOINTS: readonly Endpoint[] = [
  {
    method: 'POST',
    path: '/operator/api/events/sse-token',
    credential: 'read',
    purpose: 'Ask for a token that opens one stream.',
  },
  {
    method: 'GET',
    path: STREAM_PATH,
    credential: 'token, or read',
    purpose: 'Follow events over SSE.',
  },
  {
    method: 'POST',
    path: '/operator/api/events',
    credential: 'publish',
    purpose: 'Publish one event, or up to 1,000.',
  },
  {
    method: 'GET',
    path: '/operator/api/events',
    credential: 'read',
    purpose: 'Read recent events; the polling fallback.',
  },
  {
    method: 'GET',
    path: '/operator/api/streams',
    credential: 'admin',
    purpose: 'Who is connected, at all instances.',
  },
  {
    method: 'DELETE',
    path: '/operator/api/streams/:id',
    credential: 'admin',
    purpose: 'End one stream.',
  },
  {
    method: 'DELETE',
    path: '/operator/api/principals/:name/sessions',
    credential: 'admin',
    purpose: 'Revoke the tokens of a principal and end its streams.',
  },
  {
    method: 'GET',
    path: '/operator/internal/cache-stats',
    credential: 'any principal',
    purpose: 'How many tokens are live.',
    internal: true,
  },
  {
    method: 'GET',
    path: '/operator/internal/instance-id',
    credential: 'any principal',
    purpose: 'Which instance answers.',
    internal: true,
  },
  { method: 'GET', path: '/health', credential: 'none', purpose: 'The process can answer.', polled: true },
  { method: 'GET', path: '/health/live', credential: 'none', purpose: 'The process can answer.', polled: true },
  {
    method: 'GET',
    path: '/operator/api/health',
    credential: 'none',
    purpose: 'The process can answer; with service and version.',
    polled: true,
  },
  {
    method: 'GET',
    path: '/health/ready',
    credential: 'none',
    purpose: 'Every part works, or which does not.',
    internal: true,
    polled: true,
  },
  {
    method: 'GET',
    path: '/health/traffic',
    credential: 'none',
    purpose: 'Whether a load balancer should send requests here.',
    polled: true,
  },
  {
    method: 'GET',
    path: '/metrics',
    credential: 'none',
    purpose: 'Metrics for Prometheus.',
    internal: true,
    polled: true,
  },
  {
    method: 'GET',
    path: '/operator/api/openapi.json',
    credential: 'none',
    purpose: 'The API description.',
    internal: true,
  },
  {
    method: 'GET',
    path: '/operator/api/docs',
    credential: 'none',
    purpose: 'A page that shows it.',
    internal: true,
  },
];

/** The methods a path takes; empty if there is no such path. A GET path takes HEAD too, unless it is the stream. */
export function methodsOf(path: string): string[] {
  const methods: string[] = ENDPOINTS.filter((endpoint) => matches(endpoint, path)).map(({ method }) => method);
  return methods.includes('GET') && path !== STREAM_PATH ? [...methods, 'HEAD'] : methods;
}

/** Whether `path` is one of those of the endpoint; a parameter stands for anything but a slash. */
function matches({ path: pattern }: Endpoint, path: string): boolean {
  if (!pattern.includes(':')) return pattern === path;
  const [parts, given] = [pattern.split('/'), path.split('/')];
  return (
    parts.length === given.length &&
    parts.every((part, index) => part === given[index] || (part.startsWith(':') && given[index] !== ''))
  );
}
