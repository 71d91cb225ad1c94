import {
  EventsPerSecond,
  OpsPerSecond,
  RequestsPerSecond,
  Seconds,
  Short,
} from '@grafana/grafana-foundation-sdk/units';
import { graph } from '../panels/graph.js';
import { NEUTRAL, rising } from '../thresholds.js';
import { quantiles } from './quantiles.js';
import { type Row } from './row.js';

export const PRINCIPALS: Row = {
  title: 'Who uses it',
  panels: [
    graph({
      title: 'Streams by principal',
      description: 'Open streams. `other` are principals of the principals file and of the identity provider.',
      unit: Short,
      thresholds: NEUTRAL,
      stacked: true,
      runbook: { page: 'instances', alert: 'StreamsNearLimit' },
      queries: { '{{principal}}': 'sum by (principal) (vx11_streams_by_principal{job="$job"})' },
    }),
    graph({
      title: 'Tokens by principal',
      description: 'Tokens issued a second. One principal far above its streams asks for tokens that it does not use.',
      unit: OpsPerSecond,
      thresholds: rising({ red: 5_000 / 60 }),
      runbook: { page: 'token-abuse', alert: 'IssuingExcessive' },
      queries: { '{{principal}}': 'sum by (principal) (rate(vx11_tokens_issued_total{job="$job"}[$__rate_interval]))' },
    }),
    graph({
      title: 'Requests by route',
      description:
        'Requests a second at the instances; a stream counts when it opens. `none` are paths that do not exist.',
      unit: RequestsPerSecond,
      thresholds: NEUTRAL,
      runbook: { page: 'slow' },
      queries: {
        '{{route}}': 'sum by (route) (rate(vx11_http_request_duration_seconds_count{job="$job"}[$__rate_interval]))',
      },
    }),
    graph({
      title: 'Wrong credentials',
      description:
        'Requests a second refused for their credential. A sixth of one a second of `wrong_credential` is an attacker, or a service that a rotation left behind.',
      unit: OpsPerSecond,
      thresholds: rising({ red: 1 / 6 }),
      runbook: { page: 'access', alert: 'WrongCredentials' },
      queries: { '{{reason}}': 'sum by (reason) (rate(vx11_principal_failures_total{job="$job"}[$__rate_interval]))' },
    }),
    graph({
      title: 'Credentials in use',
      description:
        'Requests a second, by principal and fingerprint. After a rotation the old fingerprint must go to nothing.',
      unit: RequestsPerSecond,
      thresholds: NEUTRAL,
      runbook: { page: 'access', alert: 'WrongCredentials' },
      queries: {
        '{{principal}} {{fingerprint}}':
          'sum by (principal, fingerprint) (rate(vx11_credential_uses_total{job="$job"}[$__rate_interval])) > 0',
      },
    }),
    graph({
      title: 'Limits met by a principal',
      description:
        'Publish calls over `VX11_PUBLISH_LIMIT`, and streams cut because `VX11_BUFFER_BYTES_MAX` was passed.',
      unit: EventsPerSecond,
      thresholds: NEUTRAL,
      runbook: { page: 'delivery', alert: 'SlowConsumers' },
      queries: {
        'publishing: {{principal}}':
          'sum by (principal) (rate(vx11_publish_refusals_total{job="$job"}[$__rate_interval])) > 0',
        'cut: {{principal}}': 'sum by (principal) (rate(vx11_buffer_cuts_total{job="$job"}[$__rate_interval])) > 0',
      },
    }),
    graph({
      title: 'Time to take a revocation',
      description: 'What the store took. Streams end within a second after it.',
      unit: Seconds,
      thresholds: rising({ red: 0.5 }),
      runbook: { page: 'access', alert: 'RevocationsSlow' },
      queries: quantiles('vx11_revocation_duration_seconds'),
    }),
    graph({
      title: 'Tokens that came twice',
      description: 'Tokens a second that were presented after they were redeemed, by whose they were.',
      unit: OpsPerSecond,
      thresholds: rising({ red: 10 / 300 }),
      runbook: { page: 'token-abuse', alert: 'TokensReplayed' },
      queries: { '{{principal}}': 'sum by (principal) (rate(vx11_token_replays_total{job="$job"}[$__rate_interval]))' },
    }),
    graph({
      title: 'Principals file and keys',
      description:
        'Age of the keys of the identity provider, which are fetched every five minutes, and whether the principals file has a fault (1).',
      unit: Seconds,
      thresholds: rising({ red: 1200 }),
      runbook: { page: 'access', alert: 'IdentityProviderAway' },
      queries: {
        'age of the keys': 'max(vx11_jwks_age_seconds{job="$job"})',
        'principals file with a fault': '1 - min(vx11_principals_file_valid{job="$job"})',
      },
    }),
  ],
};
