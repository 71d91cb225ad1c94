// Which folder of src/ may import from which. `npm run lint` holds it by .dependency-cruiser.js, and a test holds the picture
// and the table of docs/architecture.md against it.

/** From the top down: no folder imports from one that stands higher. */
export const LAYERS = {
  application: ['app', 'cli'],
  operation: ['health', 'internal', 'lifecycle', 'metrics'],
  features: ['auth', 'events', 'token-guard', 'sse-token'],
  requests: ['endpoints', 'openapi', 'request-body', 'http'],
  streams: ['streaming'],
  seams: ['stream-directory', 'token-store', 'revocation', 'event-log', 'rate-limit'],
  ground: ['host', 'logging', 'config', 'redis', 'validation', 'problems', 'store', 'principal', 'collections'],
};

const GROUND_OF_FEATURES = ['http', 'endpoints', 'openapi', 'problems', 'validation', 'principal'];

/** What each folder may import from, beside itself and version.ts. `app` puts everything together. */
export const ALLOWED = {
  app: Object.values(LAYERS)
    .flat()
    .filter((folder) => folder !== 'app' && folder !== 'cli'),
  cli: ['config', 'events', 'principal', 'problems', 'validation'],
  health: [
    'config',
    'endpoints',
    'event-log',
    'events',
    'lifecycle',
    'openapi',
    'problems',
    'store',
    'streaming',
    'token-store',
  ],
  internal: ['config', 'endpoints', 'openapi', 'token-store'],
  lifecycle: ['config', 'events', 'http', 'store', 'streaming', 'validation'],
  metrics: [
    'auth',
    'config',
    'endpoints',
    'event-log',
    'events',
    'http',
    'lifecycle',
    'openapi',
    'problems',
    'redis',
    'sse-token',
    'streaming',
    'token-store',
  ],
  auth: ['config', 'endpoints', 'http', 'principal', 'problems', 'token-guard', 'token-store'],
  events: [
    ...GROUND_OF_FEATURES,
    'event-log',
    'request-body',
    'sse-token',
    'store',
    'streaming',
    'token-guard',
    'token-store',
  ],
  'token-guard': ['http', 'principal', 'problems', 'sse-token', 'token-store'],
  'sse-token': [...GROUND_OF_FEATURES, 'rate-limit', 'request-body', 'token-store'],
  endpoints: ['openapi', 'principal', 'problems'],
  openapi: ['problems', 'validation'],
  'request-body': ['http', 'problems', 'validation'],
  http: ['endpoints', 'event-log', 'principal', 'problems', 'store', 'token-store'],
  streaming: ['event-log'],
  'stream-directory': ['event-log', 'redis', 'store'],
  'event-log': ['collections', 'redis', 'store'],
  'token-store': ['collections', 'principal', 'redis', 'revocation', 'store'],
  revocation: ['event-log', 'redis', 'store'],
  'rate-limit': ['collections', 'redis', 'store'],
  host: ['config', 'logging'],
  logging: [],
  config: ['principal', 'redis'],
  redis: ['store'],
  validation: ['problems'],
  problems: ['principal', 'store'],
  store: [],
  principal: [],
  collections: [],
};
