import { PercentUnit, Seconds, Short } from '@grafana/grafana-foundation-sdk/units';
import { figure } from '../panels/figure.js';
import { falling, rising } from '../thresholds.js';
import { type Row } from './row.js';

/** A promise is kept to 99.9 %; below the first value its budget burns so fast that somebody is paged. */
const PROMISE = falling({ yellow: 0.9856, green: 0.999 });

export const HEALTHY: Row = {
  title: 'Healthy?',
  panels: [
    figure({
      title: 'Pages',
      description: 'Alerts that fire and need a person now. Each names its runbook.',
      unit: Short,
      thresholds: rising({ red: 1 }),
      runbook: { page: 'instances' },
      queries: { pages: 'count(ALERTS{alertstate="firing",severity="page"}) or vector(0)' },
    }),
    figure({
      title: 'Tickets',
      description: 'Alerts that fire and can wait until morning.',
      unit: Short,
      thresholds: rising({ yellow: 1 }),
      runbook: { page: 'instances' },
      queries: { tickets: 'count(ALERTS{alertstate="firing",severity="ticket"}) or vector(0)' },
    }),
    figure({
      title: 'Stream opens that succeed',
      description:
        'Share of the requests for a stream in five minutes that the service did not fail. What a caller did wrong does not count.',
      unit: PercentUnit,
      thresholds: PROMISE,
      runbook: { page: 'stream-refused', alert: 'StreamOpensBudgetBurns' },
      queries: { opens: '1 - vx11:stream_opens_failed:ratio_rate5m' },
    }),
    figure({
      title: 'Events on time',
      description: 'Share of the events in five minutes that live streams got within a second.',
      unit: PercentUnit,
      thresholds: PROMISE,
      runbook: { page: 'delivery', alert: 'EventsOnTimeBudgetBurns' },
      queries: { events: '1 - vx11:events_late:ratio_rate5m' },
    }),
    figure({
      title: 'Complete resumes',
      description: 'Share of the streams that came back in five minutes and got all that they had missed.',
      unit: PercentUnit,
      thresholds: PROMISE,
      runbook: { page: 'delivery', alert: 'ResumesBudgetBurns' },
      queries: { resumes: '1 - vx11:resumes_incomplete:ratio_rate5m' },
    }),
    figure({
      title: 'Behind the log',
      description:
        'How long the oldest event has waited that an instance has not yet seen; of the instance that is furthest behind.',
      unit: Seconds,
      thresholds: rising({ yellow: 1, red: 5 }),
      runbook: { page: 'delivery', alert: 'TailBehind' },
      queries: { lag: 'max(vx11_tail_lag_seconds{job="$job"})' },
    }),
    figure({
      title: 'nginx',
      description: 'Whether a probe through nginx is answered. No data where nobody probes.',
      unit: Short,
      thresholds: falling({ green: 1 }),
      words: { 0: 'away', 1: 'answers' },
      runbook: { page: 'edge', alert: 'EdgeDown' },
      queries: { nginx: 'min(probe_success{job="edge"})' },
    }),
    figure({
      title: 'Instances that answer',
      description: 'Share of the instances that Prometheus can scrape.',
      unit: PercentUnit,
      thresholds: falling({ yellow: 0.5, green: 1 }),
      runbook: { page: 'instances', alert: 'InstanceDown' },
      queries: { instances: 'avg(up{job="$job"})' },
    }),
    figure({
      title: 'Places for streams',
      description: 'Share of the streams allowed that are open, at the instance that has most.',
      unit: PercentUnit,
      thresholds: rising({ yellow: 0.6, red: 0.8 }),
      runbook: { page: 'instances', alert: 'StreamsNearLimit' },
      queries: { taken: 'max(vx11_streams_open{job="$job"} / vx11_streams_max{job="$job"})' },
    }),
    figure({
      title: 'Redis',
      description: 'Whether Redis answers every instance. While not, open streams stay open and all else is refused.',
      unit: Short,
      thresholds: falling({ green: 1 }),
      words: { 0: 'away', 1: 'answers' },
      runbook: { page: 'redis', alert: 'RedisAway' },
      queries: { redis: 'min(vx11_redis_up{job="$job"})' },
    }),
    figure({
      title: 'Writes',
      description: 'Whether Redis takes writes. While it refuses them, nothing is published and no token is issued.',
      unit: Short,
      thresholds: rising({ red: 1 }),
      words: { 0: 'taken', 1: 'refused' },
      runbook: { page: 'redis', alert: 'RedisRefusesWrites' },
      queries: { writes: 'max(vx11_redis_writes_refused{job="$job"})' },
    }),
    figure({
      title: 'Versions',
      description: 'How many versions run. Two are normal during an upgrade, and not after it.',
      unit: Short,
      thresholds: rising({ yellow: 2 }),
      runbook: { page: 'instances', alert: 'VersionsDiffer' },
      queries: { versions: 'count(count by (version, commit) (vx11_build_info{job="$job"}))' },
    }),
  ],
};
