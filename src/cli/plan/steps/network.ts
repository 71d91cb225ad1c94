import { formatBits, formatNumber as n } from '../format.js';
import { FRAME_BYTES, HEARTBEAT_BYTES, LOG_ENTRY_BYTES, PACKET_HEADER_BYTES, PACKET_PAYLOAD_BYTES } from '../given.js';
import { type Load } from '../load.js';
import { NETWORK_SHARE } from '../margins.js';
import { quantity } from '../quantity.js';
import { type Deliveries } from './deliveries.js';
import { type Instances } from './instances.js';

/** What goes over the network. */
export function networkOf(
  load: Load,
  { deliveries, reads, heartbeats, writes }: Deliveries,
  { needed, run }: Instances,
) {
  const { eventsPerSecond, eventBytes, network } = load;
  const delivery = eventBytes + FRAME_BYTES;
  const payload = (deliveries.value * delivery + heartbeats.value * HEARTBEAT_BYTES) * 8;
  const bytesOfRead = reads.value > 0 ? (delivery * eventsPerSecond) / reads.value : 0;
  const packets = Math.max(1, Math.ceil(bytesOfRead / PACKET_PAYLOAD_BYTES));
  const streamReads = writes.value - heartbeats.value;
  const headers = (streamReads * packets + heartbeats.value) * PACKET_HEADER_BYTES * 8;
  const all = payload + headers;
  const fromRedis = run.value * eventsPerSecond * (eventBytes + LOG_ENTRY_BYTES) * 8;
  return {
    payload: quantity('events', payload, 'bit/s', `${n(deliveries.value)} deliveries/s × ${n(delivery)} bytes × 8`),
    all: quantity('with the headers of packets', all, 'bit/s', `${n(packets)} of ${PACKET_HEADER_BYTES} bytes a write`),
    instance: quantity('from one instance', all / needed.value, 'bit/s', `${formatBits(all)} ÷ ${n(needed.value)}`),
    redis: quantity(
      'from Redis',
      fromRedis,
      'bit/s',
      `${n(run.value)} instances × ${n(eventsPerSecond)} events/s × ${n(eventBytes + LOG_ENTRY_BYTES)} bytes × 8`,
    ),
    cards: quantity(
      'network cards of nginx',
      Math.max(1, Math.ceil(all / (network * NETWORK_SHARE))),
      '',
      `${formatBits(all)} ÷ ${NETWORK_SHARE} of ${formatBits(network)}; as much comes in from the instances`,
    ),
  };
}

export type Network = ReturnType<typeof networkOf>;
