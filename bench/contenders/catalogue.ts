import { BareLoop } from './bare-loop.js';
import { Centrifugo } from './centrifugo.js';
import { CentrifugoCluster } from './centrifugo-cluster.js';
import { type Contender, type Launch } from './contender.js';
import { Mercure } from './mercure.js';
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
  mercure: (launch: Launch): Contender => new Mercure(launch),
  centrifugo: (launch: Launch): Contender => new Centrifugo(launch, false),
  'centrifugo-redis': (launch: Launch): Contender => new Centrifugo(launch, true),
  'centrifugo-cluster': (launch: Launch): Contender => new CentrifugoCluster(launch),
  'better-sse': (launch: Launch): Contender =>
    new ServerContender('better-sse', 40, `${SERVERS}/better-sse.ts`, launch),
  'nest-sse': (launch: Launch): Contender => new ServerContender('Nest @Sse', 40, `${SERVERS}/nest-sse.ts`, launch),
  'nest-iterable': (launch: Launch): Contender =>
    new ServerContender('Nest, async iterable', 40, `${SERVERS}/nest-iterable.ts`, launch),
} satisfies Record<string, (launch: Launch) => Contender>;

export type ContenderName = keyof typeof CONTENDERS;
