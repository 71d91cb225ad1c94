import { Worker } from '../generator/worker-channel.js';
import { ethernetLike } from '../measure/ethernet.js';
import { type Check } from '../report/check.js';
import { type HostileRow, type HostileSuiteHandlers } from './hostile-process.js';
import { type Suite } from './suite.js';

const P99_MAY_GROW_MS = 50;
/** The bytes that may wait for clients (256 MiB), the process itself, and its garbage. */
const MEMORY_BUDGET_MB = 512;

export const hostile: Suite = {
  name: 'hostile',
  about: 'what good callers notice of hostile ones',
  async run({ options }) {
    const worker = new Worker<HostileSuiteHandlers>('../suites/hostile-process.ts', ethernetLike());
    try {
      const rows = await worker.call('measure', options);
      return { tables: [table(rows)], checks: checks(rows) };
    } finally {
      await worker.stop();
    }
  },
};

function table(rows: HostileRow[]) {
  return {
    title: '50 good streams, 100 events/s published 50 times a second, a token each second',
    rows,
    columns: [
      { title: 'streams’ p99 ms, alone', of: ({ alone }: HostileRow) => alone.streamsP99, digits: 1 },
      { title: 'streams’ p99 ms, beside', of: ({ beside }: HostileRow) => beside.streamsP99, digits: 1 },
      { title: 'publish p99 ms, alone', of: ({ alone }: HostileRow) => alone.publishP99, digits: 1 },
      { title: 'publish p99 ms, beside', of: ({ beside }: HostileRow) => beside.publishP99, digits: 1 },
      { title: 'publishes refused', of: ({ beside }: HostileRow) => beside.publishesRefused },
      { title: 'tokens refused', of: ({ beside }: HostileRow) => beside.tokensRefused },
      { title: 'complete', of: ({ beside }: HostileRow) => Number(beside.complete) },
      { title: 'instance, peak MB', of: (row: HostileRow) => row.peakMegabytes },
      { title: 'Redis connections lost', of: (row: HostileRow) => row.connectionsLost },
    ],
    notes: ['Each row: an instance and a Redis of its own, with the settings as they are shipped.'],
  };
}

function checks(rows: HostileRow[]): Check[] {
  const most = (of: (row: HostileRow) => number) => Math.max(...rows.map(of));
  const complete = rows.every(({ beside }) => beside.complete);
  return [
    {
      what: "most by which good streams' p99 grew",
      value: most(({ alone, beside }) => beside.streamsP99 - alone.streamsP99),
      atMost: P99_MAY_GROW_MS,
      unit: 'ms',
    },
    { what: 'good publishes refused', value: most(({ beside }) => beside.publishesRefused), atMost: 0 },
    { what: 'good token requests refused', value: most(({ beside }) => beside.tokensRefused), atMost: 0 },
    { what: 'good streams complete throughout (1: yes)', value: Number(complete), atLeast: 1 },
    {
      what: 'memory of the instance, at most',
      value: most((row) => row.peakMegabytes),
      atMost: MEMORY_BUDGET_MB,
      unit: 'MB',
    },
    { what: 'connections to Redis lost', value: most((row) => row.connectionsLost), atMost: 0 },
  ];
}
