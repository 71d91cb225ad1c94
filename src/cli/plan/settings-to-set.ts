import { LOCAL_PORTS } from './given.js';
import { DEFAULTS, type Steps } from './steps/all-steps.js';

/** A setting with the value that the plan needs. */
export interface SettingToSet {
  readonly where: string;
  readonly name: string;
  readonly value: string;
  /** Whether the service has this value unless told otherwise. */
  readonly isDefault: boolean;
}

/** Every setting that depends on the load. */
export function settingsFor({ instances, memory, connections, redis }: Steps): SettingToSet[] {
  const ofInstance = {
    VX11_STREAMS_MAX: instances.streamsMax.value,
    VX11_RECENT_EVENTS_BYTES: memory.recent.value,
    VX11_LOG_MAX_ENTRIES: redis.entries.value,
    VX11_LOG_MAX_BYTES: redis.logBytes.value,
    VX11_TOKENS_MAX_BYTES: redis.tokensMax.value,
    // One principal may ask for all tokens: a gateway that does so for its users.
    VX11_TOKENS_MAX_BYTES_PER_PRINCIPAL: Math.max(DEFAULTS.VX11_TOKENS_MAX_BYTES_PER_PRINCIPAL, redis.tokens.value),
  };
  const set = (where: string, name: string, value: number | string): SettingToSet => {
    return { where, name, value: String(value), isDefault: false };
  };
  return [
    ...Object.entries(ofInstance).map(([name, value]) => {
      return { ...set('instance', name, value), isDefault: value === DEFAULTS[name as keyof typeof ofInstance] };
    }),
    set('instance', 'memory limit', `${memory.limit.value / 2 ** 20}m`),
    set('instance', 'open files', connections.files.value),
    set('nginx', 'NGINX_WORKER_PROCESSES', connections.workers.value),
    set('nginx', 'NGINX_WORKER_CONNECTIONS', connections.ofWorker.value),
    set('nginx', 'open files', connections.ofWorker.value),
    ...(connections.ports.value > LOCAL_PORTS ? [set('nginx', 'net.ipv4.ip_local_port_range', '10240 65535')] : []),
    set('redis', 'maxmemory', `${redis.maxmemory.value / 2 ** 20}mb`),
  ];
}
