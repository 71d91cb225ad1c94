import { type Environment } from '../../../config/environment.js';
import { formatBytes, formatNumber as n } from '../format.js';
import {
  CALLS_TO_OPEN,
  KEY_BYTES,
  LISTED_STREAM_BYTES,
  LISTED_STREAMS_BYTES_MAX,
  LOG_ENTRY_BYTES,
  MAXMEMORY,
  REDIS_CONNECTIONS,
  RENEWAL_SECONDS,
  TOKEN_BYTES,
} from '../given.js';
import { type Load } from '../load.js';
import { REDIS_REWRITE, REDIS_SPARE, UNEVEN } from '../margins.js';
import { quantity, roundUp } from '../quantity.js';
import { type Deliveries } from './deliveries.js';
import { type Instances } from './instances.js';

const STEP = 16 * 2 ** 20;

type Defaults = Pick<
  Environment,
  'VX11_LOG_MAX_ENTRIES' | 'VX11_LOG_MAX_BYTES' | 'VX11_TOKENS_MAX_BYTES' | 'VX11_STREAM_MAX_SECONDS'
>;

/** What Redis keeps and does. */
export function redisOf(load: Load, { calls, reads, run }: Deliveries & Instances, defaults: Defaults) {
  const { streams, eventsPerSecond, eventBytes, history } = load;
  const entry = eventBytes + LOG_ENTRY_BYTES;
  const entries = Math.max(defaults.VX11_LOG_MAX_ENTRIES, roundUp(eventsPerSecond * history, 1_000));
  const logBytes = Math.max(defaults.VX11_LOG_MAX_BYTES, roundUp(eventsPerSecond * history * entry, STEP));
  const log = Math.min(logBytes * 1.25, entries * entry);
  const keys = (logBytes / 1_024) * KEY_BYTES;
  const tokens = streams * TOKEN_BYTES;
  const listed = Math.min(streams * LISTED_STREAM_BYTES, LISTED_STREAMS_BYTES_MAX);
  const needs = log + keys + tokens + listed;
  const maxmemory = Math.max(MAXMEMORY, roundUp(needs * REDIS_SPARE, STEP));
  const opens = (streams / defaults.VX11_STREAM_MAX_SECONDS) * UNEVEN;
  return {
    entries: quantity(
      'entries of the log',
      entries,
      '',
      `${n(eventsPerSecond)} events/s × ${n(history)} s, at least ${n(defaults.VX11_LOG_MAX_ENTRIES)}`,
    ),
    logBytes: quantity(
      'bytes of the log, at most',
      logBytes,
      'bytes',
      `entries × ${n(entry)} bytes, at least ${formatBytes(defaults.VX11_LOG_MAX_BYTES)}`,
    ),
    log: quantity(
      'the log',
      log,
      'bytes',
      `${n(entries)} × ${n(entry)} bytes, at most 1.25 × ${formatBytes(logBytes)}`,
    ),
    keys: quantity('idempotency keys', keys, 'bytes', `${formatBytes(logBytes)} ÷ 1,024 × ${KEY_BYTES} bytes`),
    tokens: quantity(
      'tokens',
      tokens,
      'bytes',
      `one for each stream when all come back at once, × ${TOKEN_BYTES} bytes`,
    ),
    listed: quantity(
      'list of who is connected',
      listed,
      'bytes',
      `${n(streams)} × ${LISTED_STREAM_BYTES} bytes, at most ${formatBytes(LISTED_STREAMS_BYTES_MAX)}`,
    ),
    tokensMax: quantity(
      'bytes of tokens, at most',
      Math.max(defaults.VX11_TOKENS_MAX_BYTES, roundUp(tokens * UNEVEN, STEP)),
      'bytes',
      `tokens × ${UNEVEN}, at least ${formatBytes(defaults.VX11_TOKENS_MAX_BYTES)}`,
    ),
    maxmemory: quantity(
      'maxmemory',
      maxmemory,
      'bytes',
      `${REDIS_SPARE} × ${formatBytes(needs)}, at least ${formatBytes(MAXMEMORY)}`,
    ),
    machine: quantity(
      'memory of its machine',
      maxmemory * REDIS_REWRITE,
      'bytes',
      `${REDIS_REWRITE} × maxmemory, for rewriting the append-only file`,
    ),
    commands: quantity(
      'calls',
      calls.value + run.value * (reads.value + 1 / RENEWAL_SECONDS) + opens * CALLS_TO_OPEN,
      '/s',
      `${n(calls.value)} publish calls + ${n(run.value)} instances × ${n(reads.value)} reads + ${n(opens)} streams/s × ${CALLS_TO_OPEN}, and the list`,
    ),
    connections: quantity(
      'connections of Redis',
      run.value * REDIS_CONNECTIONS,
      '',
      `${n(run.value)} instances × ${REDIS_CONNECTIONS}`,
    ),
  };
}

export type Redis = ReturnType<typeof redisOf>;
