import { BareLoop } from './bare-loop.js';
import { type Contender, type Launch } from './contender.js';
import { Nchan } from './nchan.js';
import { ServerContender } from './server-contender.js';
import { Service } from './service.js';
import { ServiceCluster } from './service-cluster.js';

const SERVERS = 'bench/contenders/servers';

/** Every contender by its short name, this service first. */
export const CONTENDERS = {
  memory: (launch: Launch): Contender => new Service({ name: 'ours, in memory', redis: false }, launch),
  redis: (launch: Launch): Contender => new Service({ name: 'ours, Redis', redis: true }, launch),
  cluster: (launch: Launch): Contender => new ServiceCluster(launch),
  bare: (launch: Launch): Contender => new BareLoop(launch),
  nchan: (launch: Launch): Contender => new Nchan(launch),
  'better-sse': (launch: Launch): Contender =>
    new ServerContender('better-sse', 40, `${SERVERS}/better-sse.ts`, launch),
  'nest-sse': (launch: Launch): Contender => new ServerContender('Nest @Sse', 40, `${SERVERS}/nest-sse.ts`, launch),
} satisfies Record<string, (launch: Launch) => Contender>;

export type ContenderName = keyof typeof CONTENDERS;
