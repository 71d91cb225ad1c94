import { counter, gauge, histogram, type MetricDefinition, SECONDS } from './metric-definition.js';

/** The process and its requests. */
export const PROCESS_METRICS = {
  buildInfo: gauge('vx11_build_info', 'Always 1; the labels say what runs.', ['version', 'commit']),
  ready: gauge('vx11_ready', '1 while `/health/ready` answers 200 at this instance, 0 while 503.'),
  draining: gauge('vx11_draining', '1 while this instance is shutting down.'),
  drainUsed: gauge(
    'vx11_drain_used_ratio',
    'Share of `VX11_DRAIN_SECONDS` that the shutdown has taken so far; 0 while there is none.',
  ),
  memoryLimit: gauge(
    'vx11_memory_limit_bytes',
    'Memory this process may have: that of its control group, or of the host.',
  ),
  logLinesDropped: counter('vx11_log_lines_dropped_total', 'Log lines that could not be written and were dropped.'),
  auditLinesDropped: counter(
    'vx11_audit_lines_dropped_total',
    'Audit lines that could not be written to their file and were dropped.',
  ),
  connectionsDropped: counter(
    'vx11_connections_dropped_total',
    'Connections closed at once because no file descriptor was left for them.',
  ),
  httpDuration: histogram(
    'vx11_http_request_duration_seconds',
    'Time to answer, by method (other: no route takes it) and route (none: no such path); of streams, the time to their first bytes.',
    SECONDS,
    ['method', 'route', 'status'],
  ),
} as const satisfies Record<string, MetricDefinition>;
