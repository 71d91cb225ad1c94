import { type Chance, type Step, type Story } from './story.js';

const info = (type: string, summary: string, payload?: Step['payload']): Step => step('info', type, summary, payload);
const warn = (type: string, summary: string, payload?: Step['payload']): Step => step('warn', type, summary, payload);
const error = (type: string, summary: string, payload?: Step['payload']): Step => step('error', type, summary, payload);
const critical = (type: string, summary: string, payload?: Step['payload']): Step =>
  step('critical', type, summary, payload);

function step(severity: Step['severity'], type: string, summary: string, payload?: Step['payload']): Step {
  return { severity, type, summary, ...(payload && { payload }) };
}

/** The stories, each told with other numbers every time. Those without trouble come more than once, as in life. */
export const STORIES: readonly ((chance: Chance) => Story)[] = [
  diskFills,
  routeFails,
  queueGrows,
  workerDies,
  strangerKnocks,
  configurationDrifts,
  certificateExpires,
  planIsCarriedOut,
  planIsCarriedOut,
  backupIsMade,
  backupIsMade,
  workersCome,
  workersCome,
];

function diskFills({ number, one }: Chance): Story {
  const disk = `${one(['/var/lib/vx11', '/data', '/var/log'])} on node-${number(1, 6)}`;
  const usage = (percent: number) => ({ disk, used_percent: percent });
  const [first, second] = [number(70, 79), number(84, 90)];
  return {
    module: 'hormiguero',
    steps: [
      info('disk.usage', `${disk} is ${first} % full`, usage(first)),
      warn('disk.usage', `${disk} is ${second} % full, and will be full in ${number(2, 6)} h`, usage(second)),
      critical('disk.full', `${disk} is 98 % full; writes begin to fail`, usage(98)),
      info('disk.cleaned', `${disk}: old logs are gone, ${number(35, 60)} % full`, usage(45)),
    ],
  };
}

function routeFails({ number, one }: Chance): Story {
  const [from, to] = one([
    ['model-a', 'model-b'],
    ['primary', 'standby'],
    ['eu-west', 'eu-north'],
  ]);
  const ms = number(900, 2_400);
  return {
    module: 'switch',
    steps: [
      warn('route.slow', `Route ${from} takes ${ms} ms at the median`, { route: from, p50_ms: ms }),
      error('route.failed', `Route ${from}: ${number(12, 40)} of 50 calls failed`, { route: from }),
      warn('route.switched', `Calls of ${from} go to ${to}`, { route: from, to }),
      info('route.recovered', `Route ${from} responds in ${number(60, 180)} ms again`, { route: from }),
      info('route.switched', `Calls of ${to} go back to ${from}`, { route: to, to: from }),
    ],
  };
}

function queueGrows({ number, one }: Chance): Story {
  const queue = one(['notices', 'mail', 'reports']);
  const [some, many] = [number(800, 1_500), number(6_000, 9_000)];
  return {
    module: 'hermes',
    steps: [
      warn('queue.grows', `${some} messages wait in ${queue}`, { queue, waiting: some }),
      error('queue.grows', `${many} messages wait in ${queue}; the oldest for ${number(4, 9)} min`, {
        queue,
        waiting: many,
      }),
      info('queue.consumer', `A second consumer reads ${queue}`, { queue, consumers: 2 }),
      info('queue.drained', `${queue} is empty again`, { queue, waiting: 0 }),
    ],
  };
}

function workerDies({ number }: Chance): Story {
  const worker = `worker-${number(10, 99)}`;
  return {
    module: 'spawner',
    steps: [
      warn('worker.memory', `${worker} uses ${number(86, 94)} % of its memory`, { worker }),
      critical('worker.killed', `${worker} ran out of memory and was killed`, { worker, exit_code: 137 }),
      warn('worker.restarted', `${worker} starts again, with twice the memory`, { worker, memory_mb: 2_048 }),
      info('worker.ready', `${worker} is ready after ${number(3, 9)} s`, { worker }),
    ],
  };
}

function strangerKnocks({ number }: Chance): Story {
  const address = `198.51.100.${number(2, 250)}`;
  return {
    module: 'tentaculo-link',
    steps: [
      warn('login.refused', `${number(8, 19)} wrong credentials came from ${address}`, { address }),
      error('login.blocked', `${address} is blocked for ${number(5, 30)} min`, { address }),
      info('login.quiet', `Nothing more came from ${address}`, { address }),
    ],
  };
}

function configurationDrifts({ number, one }: Chance): Story {
  const file = one(['switch/routes.yaml', 'hermes/queues.yaml', 'madre/limits.yaml']);
  return {
    module: 'manifestator',
    steps: [
      warn('drift.found', `${file} differs from what was deployed in ${number(1, 5)} places`, { file }),
      info('patch.proposed', `A patch for ${file} waits for an operator`, { file }),
      info('patch.applied', `${file} is as it was deployed`, { file }),
    ],
  };
}

function certificateExpires({ number, one }: Chance): Story {
  const name = one(['ops.example.net', 'api.example.net']);
  return {
    module: 'tentaculo-link',
    steps: [
      warn('certificate.expires', `The certificate of ${name} expires in ${number(2, 9)} days`, { name }),
      info('certificate.renewed', `The certificate of ${name} is valid for another 90 days`, { name }),
    ],
  };
}

function planIsCarriedOut({ number }: Chance): Story {
  const plan = `plan ${number(1_000, 9_999)}`;
  const steps = number(2, 4);
  return {
    module: 'madre',
    steps: [
      info('plan.accepted', `${plan} has ${steps} steps`, { plan, steps }),
      ...Array.from({ length: steps }, (_, index) =>
        info('plan.step', `${plan}: step ${index + 1} of ${steps} is done`, { plan, step: index + 1 }),
      ),
      info('plan.finished', `${plan} is finished after ${number(20, 300)} s`, { plan }),
    ],
  };
}

function backupIsMade({ number, one }: Chance): Story {
  const what = one(['event log', 'principals', 'metrics']);
  return {
    module: 'hormiguero',
    steps: [
      info('backup.started', `A backup of the ${what} begins`, { what }),
      info('backup.done', `The backup of the ${what} has ${number(40, 900)} MB`, { what }),
    ],
  };
}

function workersCome({ number }: Chance): Story {
  const count = number(2, 5);
  return {
    module: 'spawner',
    steps: [
      info('workers.wanted', `${count} more workers are asked for`, { count }),
      info('workers.ready', `${count} more workers are ready`, { count }),
    ],
  };
}
