/** One metric, by Prometheus' conventions: base units, `_total` for counters. */
export interface MetricDefinition {
  readonly name: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly help: string;
  /** Each label has few values. No label holds a token, an address or text of a caller. */
  readonly labels: readonly string[];
  /** Of counters: what each label may be. Every combination is there from the start, at 0, so that `increase()` sees its first. */
  readonly values?: Readonly<Record<string, LabelValues>>;
  /** Upper bounds, of histograms. */
  readonly buckets?: readonly number[];
}

/** The values of a label; `principals` stands for the names of those that are configured. */
export type LabelValues = readonly string[] | 'principals';

function counter(name: string, help: string, values: Readonly<Record<string, LabelValues>> = {}): MetricDefinition {
  return { name, type: 'counter', help, labels: Object.keys(values), values };
}

function gauge(name: string, help: string, labels: readonly string[] = []): MetricDefinition {
  return { name, type: 'gauge', help, labels };
}

function histogram(
  name: string,
  help: string,
  buckets: readonly number[],
  labels: readonly string[] = [],
): MetricDefinition {
  return { name, type: 'histogram', help, labels, buckets };
}

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];

/** The metrics catalogue, beside the process metrics of prom-client. */
export const METRICS = {
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
    'Tokens presented, by outcome: redeemed, deferred (left as it was), used, stale, unknown, revoked, unavailable.',
    { outcome: ['redeemed', 'deferred', 'used', 'stale', 'unknown', 'revoked', 'unavailable'] },
  ),
  tokenReplays: counter(
    'vx11_token_replays_total',
    'Tokens that were presented again after they were redeemed, by the principal that they were issued to.',
    { principal: 'principals' },
  ),
  tokensLive: gauge('vx11_tokens_live', 'Tokens that could be redeemed now.'),
  tokensLiveBytes: gauge('vx11_tokens_live_bytes', 'About how many bytes they take in the store.'),
  principalFailures: counter('vx11_principal_failures_total', 'Requests refused for their credential, by reason.', {
    reason: ['no_credential', 'wrong_credential', 'wrong_credentials', 'wrong_jwt', 'missing_right'],
  }),
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
  streamsOpen: gauge('vx11_streams_open', 'Streams open at this instance.'),
  streamsByPrincipal: gauge('vx11_streams_by_principal', 'Open streams, by principal.', ['principal']),
  streamsEnded: counter(
    'vx11_streams_ended_total',
    'Streams that are over, by reason: client, draining, max_life, revoked, slow_consumer, shutdown, error.',
    { reason: ['client', 'draining', 'max_life', 'revoked', 'slow_consumer', 'shutdown', 'error'] },
  ),
  streamsResumed: counter(
    'vx11_streams_resumed_total',
    'Streams that became live, by where what they missed came from: memory, log, gap.',
    { source: ['memory', 'log', 'gap'] },
  ),
  streamGaps: counter('vx11_stream_gaps_total', 'Gaps told to streams, by reason.', {
    reason: ['trimmed', 'log_lost', 'log_rewound', 'unreadable'],
  }),
  streamWaitingBytes: gauge('vx11_stream_waiting_bytes', 'Bytes that wait in this process for clients to read.'),
  bufferUsed: gauge(
    'vx11_buffer_used_ratio',
    'Share of `VX11_BUFFER_BYTES_MAX` that waits for clients to read, each piece of memory once.',
  ),
  bufferCuts: counter('vx11_buffer_cuts_total', 'Streams and histories cut because it was passed, by principal.', {
    principal: 'principals',
  }),
  softRefusals: counter(
    'vx11_stream_soft_refusals_total',
    'Streams asked to come back later, by reason: store_unavailable, principal_streams, principal_filters, address_pending, address_streams, unknown_tokens.',
    {
      reason: [
        'store_unavailable',
        'principal_streams',
        'principal_filters',
        'address_pending',
        'address_streams',
        'unknown_tokens',
      ],
    },
  ),
  revocations: counter('vx11_revocations_total', 'Revocations that were asked for at this instance, by kind.', {
    kind: ['principal', 'stream'],
  }),
  revocationDuration: histogram(
    'vx11_revocation_duration_seconds',
    'Time the store took to take a revocation.',
    SECONDS,
  ),
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
  tailLagEntries: gauge('vx11_tail_lag_entries', 'Entries in the log that this instance has not yet seen.'),
  tailLagSeconds: gauge('vx11_tail_lag_seconds', 'How long the oldest of them has been waiting.'),
  tokenRedeemDuration: histogram(
    'vx11_token_redeem_duration_seconds',
    'Time the store took to redeem a token or to refuse it.',
    SECONDS,
  ),
  streamsByAge: gauge('vx11_streams_by_age', 'Open streams, by how long they have been open.', ['age']),
  draining: gauge('vx11_draining', '1 while this instance is shutting down.'),
  logEntries: gauge('vx11_log_entries', 'Entries the event log retains.'),
  logFormat: gauge('vx11_log_format', 'Format in which the event log is written; absent in memory.'),
  logOldestAge: gauge('vx11_log_oldest_age_seconds', 'Age of the oldest of them.'),
  buildInfo: gauge('vx11_build_info', 'Always 1; the labels say what runs.', ['version', 'commit']),
  redisConnected: gauge('vx11_redis_connected', '1 for each connection to Redis that is up.', ['connection']),
  redisMemory: gauge('vx11_redis_memory_used_ratio', 'Share of its maxmemory that Redis uses; absent without a limit.'),
  redisDuration: histogram('vx11_redis_operation_duration_seconds', 'Time Redis took, by operation.', SECONDS, [
    'operation',
  ]),
  redisErrors: counter('vx11_redis_errors_total', 'Operations that Redis did not answer or refused.', {
    operation: [
      'time',
      'issue',
      'redeem',
      'token_stats',
      'rate_limit',
      'append',
      'read',
      'latest',
      'revoke',
      'restore',
      'renew_streams',
      'leave_streams',
      'reserve_stream',
      'list_streams',
      'find_stream',
      'count_streams',
    ],
  }),
  redisUp: gauge(
    'vx11_redis_up',
    '1 while Redis answers and a token could be redeemed, 0 while not; absent in memory.',
  ),
  redisWritesRefused: gauge(
    'vx11_redis_writes_refused',
    '1 while Redis refuses writes, by reason: readonly, oom, disk, noreplicas, acl, other.',
    ['reason'],
  ),
  logLinesDropped: counter('vx11_log_lines_dropped_total', 'Log lines that could not be written and were dropped.'),
  auditLinesDropped: counter(
    'vx11_audit_lines_dropped_total',
    'Audit lines that could not be written to their file and were dropped.',
  ),
  connectionsDropped: counter(
    'vx11_connections_dropped_total',
    'Connections closed at once because no file descriptor was left for them.',
  ),
  httpDuration: histogram(
    'vx11_http_request_duration_seconds',
    'Time to answer, by method (other: no route takes it) and route (none: no such path); of streams, the time to their first bytes.',
    SECONDS,
    ['method', 'route', 'status'],
  ),
} as const satisfies Record<string, MetricDefinition>;
