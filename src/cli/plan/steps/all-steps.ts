import { Environment } from '../../../config/environment.js';
import { type Load } from '../load.js';
import { type Quantities } from '../quantity.js';
import { connectionsOf } from './connections.js';
import { cpuOf } from './cpu.js';
import { deliveriesOf } from './deliveries.js';
import { driversOf } from './drivers.js';
import { instancesOf } from './instances.js';
import { memoryOf } from './memory.js';
import { networkOf } from './network.js';
import { redisOf } from './redis.js';
import { returningOf } from './returning.js';

/** The settings of the service as they are unless set. */
export const DEFAULTS: Readonly<Environment> = new Environment();

/** The steps of a plan, in the order in which each needs those before it. */
export function stepsOf(load: Load) {
  const deliveries = deliveriesOf(load, DEFAULTS.VX11_OPERATOR_SSE_HEARTBEAT);
  const cpu = cpuOf(load, deliveries, DEFAULTS.VX11_STREAM_MAX_SECONDS);
  const instances = instancesOf(load, cpu, DEFAULTS.VX11_STREAMS_MAX);
  const memory = memoryOf(load, instances, DEFAULTS.VX11_RECENT_EVENTS_BYTES);
  const network = networkOf(load, deliveries, instances);
  const connections = connectionsOf(load, cpu, instances);
  const redis = redisOf(load, { ...deliveries, ...instances }, DEFAULTS);
  const returning = returningOf(load, instances);
  const drivers = driversOf(load, { instances, connections, memory, network, redis });
  return { deliveries, cpu, instances, memory, network, connections, redis, returning, drivers } satisfies Record<
    string,
    Quantities
  >;
}

export type Steps = ReturnType<typeof stepsOf>;
