import { COSTS } from '../costs.js';
import { formatNumber as n } from '../format.js';
import { type Load } from '../load.js';
import { quantity } from '../quantity.js';
import { type Deliveries } from './deliveries.js';

/** Each stream ends at a random 80 to 100 % of its longest life. */
const MEAN_LIFE = 0.9;

/** What that costs, in cores. */
export function cpuOf({ streams, eventsPerSecond }: Load, work: Deliveries, longestLifeSeconds: number) {
  const { deliveries, calls, reads, writes } = work;
  const opens = streams / (longestLifeSeconds * MEAN_LIFE);
  const { write, writeEvent, nginxWrite, nginxWriteEvent, call, callEvent, read, readEvent, open } = COSTS;
  const cores = (perSecond: number, cost: number, events: number, costOfEvent: number) =>
    (perSecond * cost + events * costOfEvent) / 1e6;
  const working = (perSecond: number, cost: number, events: number, costOfEvent: number) =>
    `${n(perSecond)} × ${n(cost)} µs + ${n(events)} × ${n(costOfEvent)} µs`;
  const terms = {
    writing: [writes.value, write, deliveries.value, writeEvent],
    nginx: [writes.value, nginxWrite, deliveries.value, nginxWriteEvent],
    publishing: [calls.value, call, eventsPerSecond, callEvent],
    reading: [reads.value, read, eventsPerSecond, readEvent],
  } as const;
  return {
    writing: quantity('writing, all instances', cores(...terms.writing), 'cores', working(...terms.writing)),
    publishing: quantity(
      'publishing, all instances',
      cores(...terms.publishing),
      'cores',
      working(...terms.publishing),
    ),
    opening: quantity(
      'opening, all instances',
      (opens * open) / 1e6,
      'cores',
      `${n(opens)} streams/s that reach their longest life × ${n(open)} µs`,
    ),
    reading: quantity('reading, each instance', cores(...terms.reading), 'cores', working(...terms.reading)),
    nginx: quantity('nginx', cores(...terms.nginx), 'cores', working(...terms.nginx)),
  };
}

export type Cpu = ReturnType<typeof cpuOf>;
