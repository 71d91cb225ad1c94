import { EVENT_METRICS } from './catalogue/event.catalogue.js';
import { PROCESS_METRICS } from './catalogue/process.catalogue.js';
import { REDIS_METRICS } from './catalogue/redis.catalogue.js';
import { STREAM_METRICS } from './catalogue/stream.catalogue.js';
import { TOKEN_METRICS } from './catalogue/token.catalogue.js';
import { type MetricDefinition } from './catalogue/metric-definition.js';

/** The metrics catalogue, beside the process metrics of prom-client. */
export const METRICS = {
  ...TOKEN_METRICS,
  ...STREAM_METRICS,
  ...EVENT_METRICS,
  ...REDIS_METRICS,
  ...PROCESS_METRICS,
} as const satisfies Record<string, MetricDefinition>;
