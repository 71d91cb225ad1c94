import { counter, gauge, histogram, type MetricDefinition, SECONDS } from './metric-definition.js';

const LIFETIMES = [1, 10, 60, 300, 900, 1_800, 2_700, 3_600];

/** Streams, from the request to the end. */
export const STREAM_METRICS = {
  streamsOpen: gauge('vx11_streams_open', 'Streams open at this instance.'),
  streamsMax: gauge('vx11_streams_max', 'Streams this instance carries before it answers `overloaded`.'),
  streamsOpened: counter('vx11_streams_opened_total', 'Streams whose response has begun.'),
  streamsByPrincipal: gauge('vx11_streams_by_principal', 'Open streams, by principal.', ['principal']),
  streamsByAge: gauge('vx11_streams_by_age', 'Open streams, by how long they have been open.', ['age']),
  streamsEnded: counter(
    'vx11_streams_ended_total',
    'Streams that are over, by reason: client, draining, max_life, revoked, superseded, slow_consumer, shutdown, error.',
    { reason: ['client', 'draining', 'max_life', 'revoked', 'superseded', 'slow_consumer', 'shutdown', 'error'] },
  ),
  streamLifetime: histogram(
    'vx11_stream_lifetime_seconds',
    'How long streams were open, counted when they end.',
    LIFETIMES,
  ),
  streamsResumed: counter(
    'vx11_streams_resumed_total',
    'Streams that became live, by where what they missed came from: memory, log; or how they missed some: gap, expired (away for more than ten minutes), unreadable (no readable id).',
    { source: ['memory', 'log', 'gap', 'expired', 'unreadable'] },
  ),
  resumedEvents: histogram(
    'vx11_stream_resume_events',
    'How many missed events a stream got that came back with its last id.',
    [0, 1, 10, 100, 1_000, 10_000],
  ),
  streamRefusals: counter('vx11_stream_refusals_total', 'Streams refused with 503, by reason: draining, overloaded.', {
    reason: ['draining', 'overloaded'],
  }),
  softRefusals: counter(
    'vx11_stream_soft_refusals_total',
    'Streams asked to come back later, by reason: store_unavailable, principal_streams, principal_filters, address_pending, address_streams, unknown_tokens, client_gone (a browser that closed its connection before its token was redeemed).',
    {
      reason: [
        'store_unavailable',
        'principal_streams',
        'principal_filters',
        'address_pending',
        'address_streams',
        'unknown_tokens',
        'client_gone',
      ],
    },
  ),
  streamWaitingBytes: gauge('vx11_stream_waiting_bytes', 'Bytes that wait in this process for clients to read.'),
  bufferUsed: gauge(
    'vx11_buffer_used_ratio',
    'Share of `VX11_BUFFER_BYTES_MAX` that waits for clients to read, each piece of memory once.',
  ),
  bufferCuts: counter('vx11_buffer_cuts_total', 'Streams and histories cut because it was passed, by principal.', {
    principal: 'principals',
  }),
  revocations: counter('vx11_revocations_total', 'Revocations that were asked for at this instance, by kind.', {
    kind: ['principal', 'stream'],
  }),
  revocationDuration: histogram(
    'vx11_revocation_duration_seconds',
    'Time the store took to take a revocation.',
    SECONDS,
  ),
} as const satisfies Record<string, MetricDefinition>;
