import { counter, gauge, histogram, type MetricDefinition, SECONDS } from './metric-definition.js';

/** Redis, as this instance sees it. */
export const REDIS_METRICS = {
  redisUp: gauge(
    'vx11_redis_up',
    '1 while Redis answers and a token could be redeemed, 0 while not; absent in memory.',
  ),
  redisConnected: gauge('vx11_redis_connected', '1 for each connection to Redis that is up.', ['connection']),
  redisLosses: counter(
    'vx11_redis_losses_total',
    'Times that this instance lost Redis: the connection broke or a probe was not answered.',
  ),
  redisWritesRefused: gauge(
    'vx11_redis_writes_refused',
    '1 while Redis refuses writes, by reason: readonly, oom, disk, noreplicas, acl, other.',
    ['reason'],
  ),
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
      'wrong_credential',
      'unknown_token',
      'append',
      'read',
      'latest',
      'revoke',
      'generation',
      'restore',
      'renew_streams',
      'leave_streams',
      'reserve_stream',
      'list_streams',
      'find_stream',
      'count_streams',
    ],
  }),
  clockOffset: gauge(
    'vx11_clock_offset_seconds',
    'How far the clock of this host is ahead of that of Redis; negative: behind; absent in memory.',
  ),
} as const satisfies Record<string, MetricDefinition>;
