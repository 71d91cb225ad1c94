import { OpsPerSecond, PercentUnit, Seconds, Short } from '@grafana/grafana-foundation-sdk/units';
import { graph } from '../panels/graph.js';
import { NEUTRAL, rising } from '../thresholds.js';
import { quantiles } from './quantiles.js';
import { type Row } from './row.js';

export const TOKENS: Row = {
  title: 'Tokens',
  panels: [
    graph({
      title: 'Issued and refused',
      description: 'Tokens a second, and requests for one that got none, by reason.',
      unit: OpsPerSecond,
      thresholds: NEUTRAL,
      runbook: { page: 'tokens-grow', alert: 'IssuingRefused' },
      queries: {
        issued: 'sum(rate(vx11_tokens_issued_total{job="$job"}[$__rate_interval]))',
        'refused: {{reason}}':
          'sum by (reason) (rate(vx11_token_issue_refusals_total{job="$job"}[$__rate_interval])) > 0',
      },
    }),
    graph({
      title: 'Time to issue a token',
      description: 'The limit and the store included. It should take milliseconds.',
      unit: Seconds,
      thresholds: rising({ red: 0.2 }),
      runbook: { page: 'slow', alert: 'IssuingSlow' },
      queries: quantiles('vx11_token_issue_duration_seconds'),
    }),
    graph({
      title: 'Tokens that nobody has redeemed',
      description:
        'They live for `EPHEMERAL_TOKEN_TTL_SEC`. A number that only grows is a client that asks and does not open.',
      unit: Short,
      thresholds: rising({ yellow: 1_000, red: 2_000 }),
      runbook: { page: 'tokens-grow', alert: 'TokensGrow' },
      queries: { tokens: 'max(vx11_tokens_live{job="$job"})' },
    }),
    graph({
      title: 'Redeemed and refused',
      description:
        'Tokens presented a second, by what came of it. `used` is a repetition or a stolen token, `unknown` too late or a guess, `stale` follows a restart or failover of Redis.',
      unit: OpsPerSecond,
      thresholds: NEUTRAL,
      runbook: { page: 'stream-refused', alert: 'RedemptionsRefused' },
      queries: {
        '{{outcome}}': 'sum by (outcome) (rate(vx11_token_redemptions_total{job="$job"}[$__rate_interval]))',
      },
    }),
    graph({
      title: 'Time to redeem a token',
      description: 'What the store took, to redeem a token or to refuse it.',
      unit: Seconds,
      thresholds: rising({ red: 0.2 }),
      runbook: { page: 'slow' },
      queries: quantiles('vx11_token_redeem_duration_seconds'),
    }),
    graph({
      title: 'Room for tokens',
      description: 'Share of `VX11_TOKENS_MAX_BYTES` that is taken. At 100 % issuing ends.',
      unit: PercentUnit,
      thresholds: rising({ yellow: 0.25, red: 0.5 }),
      runbook: { page: 'tokens-grow', alert: 'TokenBytesGrow' },
      queries: { taken: 'max(vx11_tokens_live_bytes{job="$job"}) / max(vx11_tokens_max_bytes{job="$job"})' },
    }),
  ],
};
