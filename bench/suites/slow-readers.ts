import { Worker } from '../generator/worker-channel.js';
import { ethernetLike } from '../measure/ethernet.js';
import { type Check } from '../report/check.js';
import { type SlowReadersHandlers, type SlowReadersRow } from './slow-readers-process.js';
import { type Suite } from './suite.js';

/** The p99 of the good readers in each phase, ms. */
const P99_AT_MOST_MS = 100;

export const slowReaders: Suite = {
  name: 'slow-readers',
  about: 'many streams that never read, and what the others notice of them',
  async run({ options }) {
    const wrapper = ethernetLike();
    const worker = new Worker<SlowReadersHandlers>('../suites/slow-readers-process.ts', wrapper);
    try {
      const rows = await worker.call('measure', options);
      return { tables: [table(rows, wrapper !== undefined)], checks: checks(rows) };
    } finally {
      await worker.stop();
    }
  },
};

function table(rows: SlowReadersRow[], ethernet: boolean) {
  return {
    title: '100 good readers, 1,000 events/s',
    rows,
    columns: [
      { title: 'p50 ms', of: ({ step }: SlowReadersRow) => step.p50, digits: 1 },
      { title: 'p99 ms', of: ({ step }: SlowReadersRow) => step.p99, digits: 1 },
      { title: 'max ms', of: ({ step }: SlowReadersRow) => step.max, digits: 1 },
      { title: 'complete', of: ({ step }: SlowReadersRow) => Number(step.complete) },
      { title: 'server, peak MB', of: (row: SlowReadersRow) => row.peakMegabytes },
      { title: "kernel's sockets, peak MB", of: (row: SlowReadersRow) => row.peakKernelMegabytes },
      { title: 'stalled streams still connected', of: (row: SlowReadersRow) => row.left },
    ],
    notes: [
      ethernet
        ? 'Packets of 1,500 bytes, as on Ethernet: the kernel buffers some 170 KB for a client that does not read.'
        : 'Packets of 64 KiB (loopback): the kernel buffers some 4 MB for a client that does not read. Run as root for Ethernet’s.',
    ],
  };
}

function checks(rows: SlowReadersRow[]): Check[] {
  return [
    {
      what: 'phases in which the good readers are complete',
      value: rows.filter(({ step }) => step.complete).length,
      atLeast: rows.length,
    },
    ...rows.map(({ name, step }) => ({ what: `p99, ${name}`, value: step.p99, atMost: P99_AT_MOST_MS, unit: 'ms' })),
    { what: 'stalled streams left', value: rows.at(-1)?.left ?? NaN, atMost: 0 },
  ];
}
