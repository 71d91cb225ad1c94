import { OpsPerSecond, PercentUnit, Seconds, Short } from '@grafana/grafana-foundation-sdk/units';
import { graph } from '../panels/graph.js';
import { falling, NEUTRAL, rising } from '../thresholds.js';
import { type Row } from './row.js';

const CHOSEN = 'job="$job",instance=~"$instance"';

export const INSTANCES: Row = {
  title: 'Each instance',
  panels: [
    graph({
      title: 'CPU',
      description: 'Share of one core. An instance uses one for all but garbage collection.',
      unit: PercentUnit,
      thresholds: rising({ yellow: 0.7, red: 0.9 }),
      runbook: { page: 'slow', alert: 'EventLoopSlow' },
      queries: { '{{instance}}': `rate(process_cpu_seconds_total{${CHOSEN}}[$__rate_interval])` },
    }),
    graph({
      title: 'Event loop',
      description: 'How late the event loop was, in one turn of a hundred. All streams of the instance wait that long.',
      unit: Seconds,
      thresholds: rising({ yellow: 0.1, red: 0.25 }),
      runbook: { page: 'slow', alert: 'EventLoopSlow' },
      queries: { '{{instance}}': `nodejs_eventloop_lag_p99_seconds{${CHOSEN}}` },
    }),
    graph({
      title: 'Memory',
      description: 'Share of the memory that the process may have: that of its container, or of the host.',
      unit: PercentUnit,
      thresholds: rising({ yellow: 0.8, red: 0.9 }),
      runbook: { page: 'instances', alert: 'MemoryHigh' },
      queries: { '{{instance}}': `process_resident_memory_bytes{${CHOSEN}} / vx11_memory_limit_bytes{${CHOSEN}}` },
    }),
    graph({
      title: 'Garbage collection',
      description: 'Share of the time that it takes.',
      unit: PercentUnit,
      thresholds: rising({ yellow: 0.1, red: 0.25 }),
      runbook: { page: 'instances', alert: 'MemoryHigh' },
      queries: {
        '{{instance}}': `sum by (instance) (rate(nodejs_gc_duration_seconds_sum{${CHOSEN}}[$__rate_interval]))`,
      },
    }),
    graph({
      title: 'File descriptors',
      description: 'Share of those allowed. A stream takes one.',
      unit: PercentUnit,
      thresholds: rising({ yellow: 0.8, red: 0.9 }),
      runbook: { page: 'instances', alert: 'StreamsNearLimit' },
      queries: { '{{instance}}': `process_open_fds{${CHOSEN}} / process_max_fds{${CHOSEN}}` },
    }),
    graph({
      title: 'Ready',
      description: 'Whether the instance would answer a balancer that it is ready: 1, or 0.',
      unit: Short,
      thresholds: falling({ green: 1 }),
      runbook: { page: 'instances', alert: 'InstanceFlapping' },
      queries: { '{{instance}}': `vx11_ready{${CHOSEN}}` },
    }),
    graph({
      title: 'Running for',
      description: 'Since the start of the process. A saw is an instance that restarts again and again.',
      unit: Seconds,
      thresholds: NEUTRAL,
      runbook: { page: 'instances', alert: 'InstanceFlapping' },
      queries: { '{{instance}}': `time() - process_start_time_seconds{${CHOSEN}}` },
    }),
    graph({
      title: 'Lost lines',
      description: 'Lines of the log and of the audit trail, a second, that could not be written.',
      unit: OpsPerSecond,
      thresholds: rising({ red: 0.01 }),
      runbook: { page: 'observability', alert: 'LogLinesLost' },
      queries: {
        'log: {{instance}}': `rate(vx11_log_lines_dropped_total{${CHOSEN}}[$__rate_interval])`,
        'audit: {{instance}}': `rate(vx11_audit_lines_dropped_total{${CHOSEN}}[$__rate_interval])`,
      },
    }),
    graph({
      title: 'Connections closed at once',
      description: 'Connections a second for which no file descriptor was left.',
      unit: OpsPerSecond,
      thresholds: rising({ red: 0.01 }),
      runbook: { page: 'instances', alert: 'StreamsNearLimit' },
      queries: { '{{instance}}': `rate(vx11_connections_dropped_total{${CHOSEN}}[$__rate_interval])` },
    }),
    graph({
      title: 'Shutting down',
      description: 'Share of `VX11_DRAIN_SECONDS` that a shutdown has taken. A good one needs a third.',
      unit: PercentUnit,
      thresholds: rising({ red: 0.5 }),
      runbook: { page: 'instances', alert: 'DrainOverran' },
      queries: { '{{instance}}': `vx11_drain_used_ratio{${CHOSEN}}` },
    }),
  ],
};
