import { BytesIEC, OpsPerSecond, PercentUnit, Seconds, Short } from '@grafana/grafana-foundation-sdk/units';
import { graph } from '../panels/graph.js';
import { NEUTRAL, rising } from '../thresholds.js';
import { type Row } from './row.js';

export const REDIS: Row = {
  title: 'Redis',
  panels: [
    graph({
      title: 'Connections',
      description: 'Instances whose connection is up, by connection. Each should be the number of instances.',
      unit: Short,
      thresholds: NEUTRAL,
      runbook: { page: 'redis', alert: 'RedisAway' },
      queries: { '{{connection}}': 'sum by (connection) (vx11_redis_connected{job="$job"})' },
    }),
    graph({
      title: 'Time by operation',
      description: '95 % of the calls took less. Everything else waits for these.',
      unit: Seconds,
      thresholds: rising({ yellow: 0.05, red: 0.2 }),
      runbook: { page: 'slow' },
      queries: {
        '{{operation}}':
          'histogram_quantile(0.95, sum by (le, operation) (rate(vx11_redis_operation_duration_seconds_bucket{job="$job"}[$__rate_interval])))',
      },
    }),
    graph({
      title: 'Errors by operation',
      description: 'Operations a second that Redis did not answer or refused.',
      unit: OpsPerSecond,
      thresholds: rising({ red: 0.1 }),
      runbook: { page: 'redis', alert: 'RedisAway' },
      queries: {
        '{{operation}}': 'sum by (operation) (rate(vx11_redis_errors_total{job="$job"}[$__rate_interval])) > 0',
      },
    }),
    graph({
      title: 'Memory used',
      description: 'Share of `maxmemory`. When it is full, the log is trimmed, then writes are refused.',
      unit: PercentUnit,
      thresholds: rising({ yellow: 0.7, red: 0.8 }),
      runbook: { page: 'redis', alert: 'RedisMemoryHigh' },
      queries: { used: 'max(vx11_redis_memory_used_ratio{job="$job"})' },
    }),
    graph({
      title: 'Writes refused',
      description: 'Instances whose writes are refused, by reason.',
      unit: Short,
      thresholds: rising({ red: 1 }),
      runbook: { page: 'redis', alert: 'RedisRefusesWrites' },
      queries: { '{{reason}}': 'sum by (reason) (vx11_redis_writes_refused{job="$job"})' },
    }),
    graph({
      title: 'Redis lost',
      description: 'Times a second that instances lost Redis. A single peak of all of them is a failover.',
      unit: OpsPerSecond,
      thresholds: rising({ red: 0.001 }),
      runbook: { page: 'redis', alert: 'RedisFailedOver' },
      queries: { '{{instance}}': 'sum by (instance) (rate(vx11_redis_losses_total{job="$job"}[$__rate_interval]))' },
    }),
    graph({
      title: 'Clocks',
      description: 'How far the clock of each host is from that of Redis, ahead or behind.',
      unit: Seconds,
      thresholds: rising({ yellow: 0.5, red: 1 }),
      runbook: { page: 'instances', alert: 'ClockSkewed' },
      queries: { '{{instance}}': 'max by (instance) (abs(vx11_clock_offset_seconds{job="$job"}))' },
    }),
    graph({
      title: 'Memory of the server',
      description: 'As the exporter of Redis tells it; without that, no data.',
      unit: BytesIEC,
      thresholds: NEUTRAL,
      runbook: { page: 'redis', alert: 'RedisMemoryHigh' },
      queries: {
        'used: {{instance}}': 'redis_memory_used_bytes',
        'limit: {{instance}}': 'redis_memory_max_bytes > 0',
      },
    }),
  ],
};
