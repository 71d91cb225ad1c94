import { EventsPerSecond, OpsPerSecond, PercentUnit, Seconds, Short } from '@grafana/grafana-foundation-sdk/units';
import { graph } from '../panels/graph.js';
import { NEUTRAL, rising } from '../thresholds.js';
import { quantiles } from './quantiles.js';
import { type Row } from './row.js';

export const DELIVERY: Row = {
  title: 'Delivery',
  panels: [
    graph({
      title: 'Published',
      description: 'Events a second that the log took.',
      unit: EventsPerSecond,
      thresholds: NEUTRAL,
      runbook: { page: 'delivery', alert: 'EventsOnTimeBudgetBurns' },
      queries: { published: 'sum(rate(vx11_events_published_total{job="$job"}[$__rate_interval]))' },
    }),
    graph({
      title: 'Delivered',
      description: 'Events a second that were written to streams; one for each stream that got it.',
      unit: EventsPerSecond,
      thresholds: NEUTRAL,
      stacked: true,
      runbook: { page: 'delivery', alert: 'EventsOnTimeBudgetBurns' },
      queries: {
        '{{instance}}': 'sum by (instance) (rate(vx11_events_delivered_total{job="$job"}[$__rate_interval]))',
      },
    }),
    graph({
      title: 'Behind the log',
      description: 'How long the oldest event has waited that the instance has not yet seen.',
      unit: Seconds,
      thresholds: rising({ yellow: 1, red: 5 }),
      runbook: { page: 'delivery', alert: 'TailBehind' },
      queries: { '{{instance}}': 'max by (instance) (vx11_tail_lag_seconds{job="$job"})' },
    }),
    graph({
      title: 'Delay of events',
      description: 'From the append to the log until live streams were written, by the clock of Redis.',
      unit: Seconds,
      thresholds: rising({ yellow: 0.25, red: 1 }),
      runbook: { page: 'delivery', alert: 'EventsOnTimeBudgetBurns' },
      queries: quantiles('vx11_delivery_delay_seconds'),
    }),
    graph({
      title: 'Gaps in the log',
      description: 'Gaps a second that the tails of the instances met, by reason. `unreadable` is a damaged entry.',
      unit: OpsPerSecond,
      thresholds: rising({ red: 0.001 }),
      runbook: { page: 'delivery', alert: 'LogDamaged' },
      queries: { '{{reason}}': 'sum by (reason) (rate(vx11_tail_gaps_total{job="$job"}[$__rate_interval]))' },
    }),
    graph({
      title: 'Gaps told to streams',
      description: 'Streams a second that were told that events are missing, by reason. Any is worth a look.',
      unit: OpsPerSecond,
      thresholds: rising({ red: 0.001 }),
      runbook: { page: 'delivery', alert: 'GapsTold' },
      queries: { '{{reason}}': 'sum by (reason) (rate(vx11_stream_gaps_total{job="$job"}[$__rate_interval]))' },
    }),
    graph({
      title: 'Waiting for clients to read',
      description: 'Share of `VX11_BUFFER_BYTES_MAX` that is taken. At 100 % whoever holds most is cut.',
      unit: PercentUnit,
      thresholds: rising({ yellow: 0.5, red: 0.9 }),
      runbook: { page: 'delivery', alert: 'SlowConsumers' },
      queries: { '{{instance}}': 'max by (instance) (vx11_buffer_used_ratio{job="$job"})' },
    }),
    graph({
      title: 'Slow consumers',
      description: 'Streams a second that were ended because their clients did not keep up, and streams cut for bytes.',
      unit: OpsPerSecond,
      thresholds: NEUTRAL,
      runbook: { page: 'delivery', alert: 'SlowConsumers' },
      queries: {
        ended: 'sum(rate(vx11_streams_ended_total{job="$job",reason="slow_consumer"}[$__rate_interval]))',
        cut: 'sum(rate(vx11_buffer_cuts_total{job="$job"}[$__rate_interval]))',
      },
    }),
    graph({
      title: 'Events in the log',
      description: 'What streams can resume from. `VX11_LOG_MAX_ENTRIES` and `VX11_LOG_MAX_BYTES` are the bounds.',
      unit: Short,
      thresholds: NEUTRAL,
      runbook: { page: 'delivery', alert: 'LogDamaged' },
      queries: { events: 'max(vx11_log_entries{job="$job"})' },
    }),
    graph({
      title: 'How far back the log goes',
      description: 'Age of its oldest event. A client that was away for longer gets a gap.',
      unit: Seconds,
      thresholds: NEUTRAL,
      runbook: { page: 'delivery', alert: 'GapsTold' },
      queries: { age: 'max(vx11_log_oldest_age_seconds{job="$job"})' },
    }),
    graph({
      title: 'Time to answer a publish call',
      description: 'At the instance, of all events of the call together.',
      unit: Seconds,
      thresholds: rising({ red: 0.5 }),
      runbook: { page: 'slow' },
      queries: quantiles(
        'vx11_http_request_duration_seconds',
        'job="$job",route="/operator/api/events",method="POST",status="202"',
      ),
    }),
  ],
};
