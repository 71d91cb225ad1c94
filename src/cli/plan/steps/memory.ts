import { formatBytes, formatNumber as n } from '../format.js';
import { FRAME_BYTES, NGINX_STREAM_KIB } from '../given.js';
import { type Load } from '../load.js';
import { REMEMBERED_SECONDS, WAITING_SHARE } from '../margins.js';
import { MEASURED } from '../measured.js';
import { quantity, roundUp } from '../quantity.js';
import { type Instances } from './instances.js';

const MIB = 2 ** 20;

/** The memory of instances and nginx. `recentBytes` is the default of `VX11_RECENT_EVENTS_BYTES`. */
export function memoryOf(load: Load, { streamsMax, run }: Instances, recentBytes: number) {
  const { eventsPerSecond, eventBytes } = load;
  const past = eventsPerSecond * REMEMBERED_SECONDS * (eventBytes + FRAME_BYTES);
  const recent = Math.max(recentBytes, roundUp(past, MIB));
  const streams = streamsMax.value * MEASURED.idleStream.value * 1024;
  const process = MEASURED.processMemory.value * MIB;
  const limit = roundUp((process + streams + recent) / (1 - WAITING_SHARE), MIB);
  return {
    streams: quantity(
      'streams of one instance',
      streams,
      'bytes',
      `${n(streamsMax.value)} × ${MEASURED.idleStream.value} KiB`,
    ),
    recent: quantity(
      'recent events in memory',
      recent,
      'bytes',
      `${REMEMBERED_SECONDS} s of events, at least ${formatBytes(recentBytes)}`,
    ),
    limit: quantity(
      'limit of one instance',
      limit,
      'bytes',
      `(${MEASURED.processMemory.value} MiB + both) ÷ ${1 - WAITING_SHARE}; the rest is for slow clients`,
    ),
    all: quantity('all instances', limit * run.value, 'bytes', `${n(run.value)} × ${formatBytes(limit)}`),
    nginx: quantity(
      'nginx',
      load.streams * NGINX_STREAM_KIB * 1_024,
      'bytes',
      `${n(load.streams)} × ${NGINX_STREAM_KIB} KiB, with TLS`,
    ),
  };
}

export type Memory = ReturnType<typeof memoryOf>;
