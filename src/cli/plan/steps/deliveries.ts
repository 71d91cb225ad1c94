import { COSTS } from '../costs.js';
import { formatNumber as n } from '../format.js';
import { type Load } from '../load.js';
import { READING_SHARE } from '../margins.js';
import { quantity } from '../quantity.js';

/** Reads a second at which reading takes as much of an instance as it may. Beyond, a read brings several calls. */
export const READS_MAX = (READING_SHARE * 1e6) / COSTS.read;

/** What the instances have to do. */
export function deliveriesOf({ streams, eventsPerSecond, batch }: Load, heartbeatSeconds: number) {
  const calls = eventsPerSecond / batch;
  const reads = Math.min(calls, READS_MAX);
  const heartbeats = streams * Math.max(0, 1 / heartbeatSeconds - reads);
  const delivered = streams * eventsPerSecond;
  return {
    deliveries: quantity('deliveries', delivered, '/s', `${n(streams)} streams × ${n(eventsPerSecond)} events/s`),
    calls: quantity('publish calls', calls, '/s', `${n(eventsPerSecond)} events/s ÷ ${n(batch)} a call`),
    reads: quantity(
      'reads of an instance',
      reads,
      '/s',
      calls > reads ? `several calls a read above ${n(READS_MAX)}/s` : 'a read for each call',
    ),
    heartbeats: quantity(
      'heartbeats',
      heartbeats,
      '/s',
      heartbeats > 0
        ? `${n(streams)} streams, silent for ${n(heartbeatSeconds)} s`
        : 'none: no stream is silent so long',
    ),
    writes: quantity(
      'writes to streams',
      streams * reads + heartbeats,
      '/s',
      `${n(streams)} streams × reads, and heartbeats`,
    ),
  };
}

export type Deliveries = ReturnType<typeof deliveriesOf>;
