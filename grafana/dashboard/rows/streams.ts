import { OpsPerSecond, Seconds, Short } from '@grafana/grafana-foundation-sdk/units';
import { graph } from '../panels/graph.js';
import { NEUTRAL, rising } from '../thresholds.js';
import { quantiles } from './quantiles.js';
import { type Row } from './row.js';

const STREAM = 'job="$job",route="/operator/api/events/stream"';

export const STREAMS: Row = {
  title: 'Streams',
  panels: [
    graph({
      title: 'Open streams',
      description: 'By instance. An instance takes `VX11_STREAMS_MAX` of them; nginx spreads new ones evenly.',
      unit: Short,
      thresholds: NEUTRAL,
      stacked: true,
      runbook: { page: 'instances', alert: 'StreamsNearLimit' },
      queries: { '{{instance}}': 'sum by (instance) (vx11_streams_open{job="$job"})' },
    }),
    graph({
      title: 'Streams by age',
      description:
        'How long they have been open. If all are young, something cuts them: a proxy, or instances that restart.',
      unit: Short,
      thresholds: NEUTRAL,
      stacked: true,
      runbook: { page: 'edge', alert: 'EdgeSlow' },
      queries: { '{{age}}': 'sum by (age) (vx11_streams_by_age{job="$job"})' },
    }),
    graph({
      title: 'Time to the first bytes',
      description: 'From the request to the head of the response, at the instance.',
      unit: Seconds,
      thresholds: rising({ red: 1 }),
      runbook: { page: 'slow' },
      queries: quantiles('vx11_http_request_duration_seconds', `${STREAM},status="200"`),
    }),
    graph({
      title: 'Opened',
      description: 'Streams a second that became live, by where what they had missed came from.',
      unit: OpsPerSecond,
      thresholds: NEUTRAL,
      runbook: { page: 'delivery', alert: 'ResumesBudgetBurns' },
      queries: { '{{source}}': 'sum by (source) (rate(vx11_streams_resumed_total{job="$job"}[$__rate_interval]))' },
    }),
    graph({
      title: 'How long streams last',
      description: 'Of those that ended. Short lives are clients that give up, or something between that cuts.',
      unit: Seconds,
      thresholds: NEUTRAL,
      runbook: { page: 'edge', alert: 'EdgeSlow' },
      queries: quantiles('vx11_stream_lifetime_seconds'),
    }),
    graph({
      title: 'Events that a resume brings',
      description: 'How many missed events a stream got that came back with its last id.',
      unit: Short,
      thresholds: NEUTRAL,
      runbook: { page: 'delivery', alert: 'ResumesBudgetBurns' },
      queries: quantiles('vx11_stream_resume_events'),
    }),
    graph({
      title: 'Time to answer through nginx',
      description: 'What a probe through nginx took. No data where nobody probes.',
      unit: Seconds,
      thresholds: rising({ red: 0.5 }),
      runbook: { page: 'edge', alert: 'EdgeSlow' },
      queries: { '{{instance}}': 'max by (instance) (probe_duration_seconds{job="edge"})' },
    }),
    graph({
      title: 'Ended',
      description: 'Streams a second that are over, by reason. `client` and `max_life` are normal.',
      unit: OpsPerSecond,
      thresholds: NEUTRAL,
      runbook: { page: 'delivery', alert: 'SlowConsumers' },
      queries: { '{{reason}}': 'sum by (reason) (rate(vx11_streams_ended_total{job="$job"}[$__rate_interval]))' },
    }),
    graph({
      title: 'Asked to come back, and refused',
      description:
        'Requests for a stream a second that opened none: asked to come back (by reason), or refused (by status).',
      unit: OpsPerSecond,
      thresholds: NEUTRAL,
      runbook: { page: 'stream-refused', alert: 'SoftRefusals' },
      queries: {
        '{{reason}}': 'sum by (reason) (rate(vx11_stream_soft_refusals_total{job="$job"}[$__rate_interval])) > 0',
        'refused: {{reason}}': 'sum by (reason) (rate(vx11_stream_refusals_total{job="$job"}[$__rate_interval])) > 0',
        '{{status}}': `sum by (status) (rate(vx11_http_request_duration_seconds_count{${STREAM},status!="200"}[$__rate_interval]))`,
      },
    }),
  ],
};
