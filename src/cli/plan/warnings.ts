import { formatBits, formatNumber as n } from './format.js';
import { LOCAL_PORTS, REDIS_CLIENTS_MAX } from './given.js';
import { type Load } from './load.js';
import { NETWORK_SHARE, READING_SHARE } from './margins.js';
import { MEASURED } from './measured.js';
import { type Steps } from './steps/all-steps.js';

/** The same load in larger batches. */
export interface Batched {
  readonly batch: number;
  readonly steps: Steps;
}

/** Where the design or one machine ends, and what would cost less. */
export function warningsOf(load: Load, steps: Steps, batched: Batched | undefined): string[] {
  const { cpu, instances, network, connections, redis } = steps;
  const warnings: [when: boolean, what: string][] = [
    [
      network.cards.value > 1,
      `The network is the limit: ${formatBits(network.all.value)} need ${n(network.cards.value)} machines with nginx, each with a card of ${formatBits(load.network)}.`,
    ],
    [
      network.redis.value > load.network * NETWORK_SHARE,
      `One Redis is the limit: the instances read ${formatBits(network.redis.value)} from it.`,
    ],
    [
      load.eventsPerSecond > MEASURED.eventsPublished.value,
      `One Redis took ${n(MEASURED.eventsPublished.value)} events/s in the bench; more was not tried.`,
    ],
    [
      redis.connections.value > REDIS_CLIENTS_MAX,
      `${n(instances.run.value)} instances have ${n(redis.connections.value)} connections to Redis: raise maxclients (${n(REDIS_CLIENTS_MAX)} in redis/redis.conf).`,
    ],
    [
      cpu.reading.value > READING_SHARE,
      `Every instance reads every event, for ${n(cpu.reading.value)} of a core: more instances do not help with that.`,
    ],
    [
      connections.ports.value > LOCAL_PORTS,
      `An instance has up to ${n(connections.ports.value)} streams; nginx has ${n(LOCAL_PORTS)} ports to it unless net.ipv4.ip_local_port_range is wider.`,
    ],
    [batched !== undefined && savesInstances(steps, batched.steps), batched ? adviceOf(batched, steps) : ''],
  ];
  return warnings.filter(([when]) => when).map(([, what]) => what);
}

function savesInstances(alone: Steps, batched: Steps): boolean {
  return batched.instances.run.value < alone.instances.run.value;
}

function adviceOf({ batch, steps: { instances, connections } }: Batched, alone: Steps): string {
  return (
    `In batches of ${n(batch)} events, a tenth of a second, ${n(instances.run.value)} instances and ${n(connections.workers.value)} ` +
    `nginx workers do it instead of ${n(alone.instances.run.value)} and ${n(alone.connections.workers.value)}.`
  );
}
