import { PercentUnit, Seconds, Short } from '@grafana/grafana-foundation-sdk/units';
import { figure } from '../panels/figure.js';
import { falling, rising } from '../thresholds.js';
import { type Row } from './row.js';

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
      title: 'Instances that answer',
      description: 'Share of the instances that Prometheus can scrape.',
      unit: PercentUnit,
      thresholds: falling({ yellow: 0.5, green: 1 }),
      runbook: { page: 'instances', alert: 'InstanceDown' },
      queries: { instances: 'avg(up{job="$job"})' },
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
      title: 'Stream opens that succeed',
      description:
        'Share of the requests for a stream, in five minutes, that were not refused because of the service: neither a status of 5xx nor the request to come back while Redis is away.',
      unit: PercentUnit,
      thresholds: falling({ yellow: 0.99, green: 0.999 }),
      runbook: { page: 'stream-refused', alert: 'StreamOpensBudgetBurns' },
      queries: {
        opens:
          '1 - (sum(rate(vx11_http_request_duration_seconds_count{job="$job",route="/operator/api/events/stream",status=~"5.."}[5m]) or vector(0)) + sum(rate(vx11_stream_soft_refusals_total{job="$job",reason="store_unavailable"}[5m]))) / (sum(rate(vx11_http_request_duration_seconds_count{job="$job",route="/operator/api/events/stream"}[5m])) > 0)',
      },
    }),
    figure({
      title: 'Events wait for',
      description:
        'How long the oldest event has waited that an instance has not yet seen; of the instance that is furthest behind.',
      unit: Seconds,
      thresholds: rising({ yellow: 1, red: 5 }),
      runbook: { page: 'delivery', alert: 'TailBehind' },
      queries: { lag: 'max(vx11_tail_lag_seconds{job="$job"})' },
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
