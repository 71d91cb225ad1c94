import { counter, gauge, histogram, type MetricDefinition, SECONDS } from './metric-definition.js';

const GAP_REASONS = ['trimmed', 'log_lost', 'log_rewound', 'unreadable'];

/** Events: published, in the log, delivered. */
export const EVENT_METRICS = {
  eventsPublished: counter('vx11_events_published_total', 'Events accepted at this instance.'),
  publishRefusals: counter(
    'vx11_publish_refusals_total',
    'Publish calls refused because their principal published too many events, by principal.',
    { principal: 'principals' },
  ),
  eventsDelivered: counter(
    'vx11_events_delivered_total',
    'Events written to streams: one for each stream that got it.',
  ),
  liveDeliveries: counter(
    'vx11_live_deliveries_total',
    'Events written to live streams, by whether the oldest of their batch was written within a second.',
    { in_time: ['yes', 'no'] },
  ),
  deliveryDelay: histogram(
    'vx11_delivery_delay_seconds',
    'Time from the append of an event until it was written to the live streams: of each batch its oldest event, by the clock of Redis.',
    [...SECONDS, 5, 10, 30],
  ),
  streamGaps: counter('vx11_stream_gaps_total', 'Gaps told to streams, by reason.', {
    reason: GAP_REASONS,
  }),
  tailGaps: counter(
    'vx11_tail_gaps_total',
    'Gaps that the tail of this instance met in the log, by reason; `unreadable` is a damaged entry.',
    { reason: GAP_REASONS },
  ),
  tailLagEntries: gauge('vx11_tail_lag_entries', 'Entries in the log that this instance has not yet seen.'),
  tailLagSeconds: gauge(
    'vx11_tail_lag_seconds',
    'How long the oldest of them has been waiting, or the log could not be read.',
  ),
  logEntries: gauge('vx11_log_entries', 'Entries the event log retains.'),
  logFormat: gauge('vx11_log_format', 'Format in which the event log is written; absent in memory.'),
  logOldestAge: gauge('vx11_log_oldest_age_seconds', 'Age of the oldest of them.'),
} as const satisfies Record<string, MetricDefinition>;
