import { formatNumber as n } from '../format.js';
import {
  INSTANCE_FILES,
  INSTANCE_FILES_MIN,
  LOCAL_PORTS,
  NGINX_FILES_MAX,
  NGINX_OTHER_CONNECTIONS,
  SHORT_REQUESTS_SHARE,
} from '../given.js';
import { type Load } from '../load.js';
import { CORE_SHARE, UNEVEN } from '../margins.js';
import { quantity, roundUp } from '../quantity.js';
import { type Cpu } from './cpu.js';
import { type Instances } from './instances.js';

/** Connections, open files and workers of nginx. */
export function connectionsOf({ streams }: Load, cpu: Cpu, { streamsMax }: Instances) {
  const connections = 2 * streams;
  const byCpu = Math.ceil(cpu.nginx.value / CORE_SHARE);
  const byConnections = Math.ceil((connections * UNEVEN) / (NGINX_FILES_MAX - NGINX_OTHER_CONNECTIONS));
  const workers = Math.max(byCpu, byConnections);
  const ofWorker = roundUp((connections * UNEVEN) / workers + NGINX_OTHER_CONNECTIONS, 1_024);
  const filesOfStreams = Math.ceil(streamsMax.value / (1 - SHORT_REQUESTS_SHARE)) + INSTANCE_FILES;
  const files = Math.max(filesOfStreams, INSTANCE_FILES_MIN);
  return {
    nginx: quantity('connections of nginx', connections, '', `${n(streams)} streams × 2: the client's, the instance's`),
    workers: quantity(
      'workers of nginx',
      workers,
      '',
      `by CPU ${n(byCpu)} (${n(cpu.nginx.value)} cores ÷ ${CORE_SHARE}), by connections ${n(byConnections)}`,
    ),
    ofWorker: quantity(
      'connections of a worker',
      ofWorker,
      '',
      `${n(connections)} ÷ ${n(workers)} × ${UNEVEN} + ${n(NGINX_OTHER_CONNECTIONS)}`,
    ),
    files: quantity(
      'open files of an instance',
      files,
      '',
      `${n(streamsMax.value)} ÷ ${1 - SHORT_REQUESTS_SHARE} + ${INSTANCE_FILES}, at least ${n(INSTANCE_FILES_MIN)}`,
    ),
    ports: quantity(
      'ports of nginx to one instance',
      streamsMax.value,
      '',
      `one a stream, of ${n(LOCAL_PORTS)} that Linux has unless told otherwise`,
    ),
  };
}

export type Connections = ReturnType<typeof connectionsOf>;
