import { formatBits, formatBytes, formatNumber as n } from '../format.js';
import { type Load } from '../load.js';
import { quantity } from '../quantity.js';
import { type Connections } from './connections.js';
import { type Instances } from './instances.js';
import { type Memory } from './memory.js';
import { type Network } from './network.js';
import { type Redis } from './redis.js';

/** Redis runs its commands in one thread, and rewrites its file in another process. */
const REDIS_CORES = 2;

interface Parts {
  readonly instances: Instances;
  readonly connections: Connections;
  readonly memory: Memory;
  readonly network: Network;
  readonly redis: Redis;
}

/** What the whole takes, and what of it is due to a thousand streams. */
export function driversOf(
  { streams }: Load,
  { instances: { run }, connections: { workers }, memory, network, redis }: Parts,
) {
  const cores = run.value + workers.value + REDIS_CORES;
  const bytes = memory.all.value + memory.nginx.value + redis.machine.value;
  const bits = network.all.value;
  const thousand = (value: number) => (value * 1_000) / streams;
  return {
    cores: quantity(
      'cores',
      cores,
      'cores',
      `instances ${n(run.value)} + workers of nginx ${n(workers.value)} + Redis ${REDIS_CORES}`,
    ),
    memory: quantity(
      'memory',
      bytes,
      'bytes',
      `instances ${formatBytes(memory.all.value)} + nginx ${formatBytes(memory.nginx.value)} + Redis ${formatBytes(redis.machine.value)}`,
    ),
    coresOfThousand: quantity(
      'cores for 1,000 streams',
      thousand(cores),
      'cores',
      `${n(cores)} × 1,000 ÷ ${n(streams)}`,
    ),
    memoryOfThousand: quantity(
      'memory for 1,000 streams',
      thousand(bytes),
      'bytes',
      `${formatBytes(bytes)} × 1,000 ÷ ${n(streams)}`,
    ),
    networkOfThousand: quantity(
      'network for 1,000 streams',
      thousand(bits),
      'bit/s',
      `${formatBits(bits)} × 1,000 ÷ ${n(streams)}`,
    ),
  };
}
