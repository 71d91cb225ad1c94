import { counter, gauge, histogram, type MetricDefinition, SECONDS } from './metric-definition.js';

/** Tokens, and the credentials of principals. */
export const TOKEN_METRICS = {
  tokensIssued: counter('vx11_tokens_issued_total', 'Tokens issued, by principal.', { principal: 'principals' }),
  tokensRefused: counter(
    'vx11_token_issue_refusals_total',
    'Tokens not issued, by reason: rate_limited, share_spent, store_unavailable, store_full.',
    { reason: ['rate_limited', 'share_spent', 'store_unavailable', 'store_full'] },
  ),
  tokenIssueDuration: histogram(
    'vx11_token_issue_duration_seconds',
    'Time to issue a token, limiter and store included.',
    SECONDS,
  ),
  tokenRedemptions: counter(
    'vx11_token_redemptions_total',
    'Tokens presented, by outcome: redeemed, resumed (spent, and resumed with a cookie), deferred (left as it was), used, stale, unknown, revoked, unavailable.',
    { outcome: ['redeemed', 'resumed', 'deferred', 'used', 'stale', 'unknown', 'revoked', 'unavailable'] },
  ),
  resumeEntries: counter(
    'vx11_resume_entries_total',
    'Tokens redeemed by browsers with a cookie, by whether their streams can be resumed: kept, or no_room in the store.',
    { outcome: ['kept', 'no_room'] },
  ),
  tokenReplays: counter(
    'vx11_token_replays_total',
    'Tokens that were presented again after they were redeemed, by the principal that they were issued to.',
    { principal: 'principals' },
  ),
  tokenRedeemDuration: histogram(
    'vx11_token_redeem_duration_seconds',
    'Time the store took to redeem a token or to refuse it.',
    SECONDS,
  ),
  tokensLive: gauge('vx11_tokens_live', 'Tokens that could be redeemed now.'),
  tokensLiveBytes: gauge('vx11_tokens_live_bytes', 'About how many bytes they take in the store.'),
  tokensMaxBytes: gauge('vx11_tokens_max_bytes', 'Bytes that they may take.'),
  principalFailures: counter('vx11_principal_failures_total', 'Requests refused for their credential, by reason.', {
    reason: ['no_credential', 'wrong_credential', 'wrong_credentials', 'wrong_jwt', 'missing_right'],
  }),
  credentialUses: counter(
    'vx11_credential_uses_total',
    'Requests let in, by principal and the fingerprint of the credential they came with (guessable: one that can be guessed has none; other: beyond 200).',
    { principal: 'principals', fingerprint: 'credentials' },
  ),
  principalsFileValid: gauge(
    'vx11_principals_file_valid',
    '1 while the principals file counts as it is, 0 while it has a fault and what it said before counts; absent without one.',
  ),
  principalsFileAge: gauge(
    'vx11_principals_file_age_seconds',
    'How long what counts of the principals file has counted.',
  ),
  keysAge: gauge('vx11_jwks_age_seconds', 'Age of the keys of the identity provider; absent while there are none.'),
  principalsInQuery: counter(
    'vx11_principal_in_query_total',
    'Principal credentials found in a URL, by what became of them.',
    { outcome: ['accepted', 'refused'] },
  ),
} as const satisfies Record<string, MetricDefinition>;
