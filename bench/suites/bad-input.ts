import { setTimeout as sleep } from 'node:timers/promises';
import { type Bench } from '../bench.js';
import { Service } from '../contenders/service.js';
import { Background } from '../generator/background.js';
import { type RudeHandlers } from '../generator/rude-process.js';
import { type Rudeness } from '../generator/rude-clients.js';
import { Worker } from '../generator/worker-channel.js';
import { type Load } from '../measure/load-step.js';
import { openFilesLimit } from '../measure/machine.js';
import { Peak } from '../measure/peak.js';
import { openFilesOf, residentBytesOf } from '../measure/process-tree.js';
import { type Check } from '../report/check.js';
import { progress } from '../report/progress.js';
import { type Suite } from './suite.js';

const GOOD = 100;
/** Events/s; low, since the clients that never read get these events too. */
const RATE = 5;
const EACH: readonly Rudeness[] = ['half-request', 'never-reads', 'cuts-mid-frame', 'garbage', 'endless-header'];
/** Longer than the service waits for the head of a request, ms. */
const LONGEST_MS = 25_000;
/** How long the server has to clean up after the last socket is closed, ms. */
const SETTLE_MS = 2_000;
const SOURCES = ['127.0.0.2', '127.0.0.3', '127.0.0.4', '127.0.0.5'];

interface BadInputRow {
  name: string;
  kind: 'ours';
  connections: number;
  connected: number;
  /** The p99 of the good streams meanwhile, ms. */
  p99: number;
  complete: boolean;
  peakFiles: number;
  peakMegabytes: number;
}

interface Aftermath {
  filesBefore: number;
  filesAfter: number;
  /** The JavaScript heap after a garbage collection. */
  heapBefore: number;
  heapAfter: number;
  complete: boolean;
}

export const badInput: Suite = {
  name: 'bad-input',
  about: 'connections by the thousand that send rubbish, half requests, or never read',
  async run(bench) {
    const service = new Service({ name: 'ours, Redis', redis: true }, bench.launch());
    const { rows, aftermath } = await bench.withLoad(service, (load) => measure(bench, load));
    return { tables: [table(rows)], checks: checks(rows, aftermath) };
  },
};

async function measure(bench: Bench, load: Load & { contender: Service }) {
  const { contender, subscribers, publisher } = load;
  const { server = [] } = contender.processes();
  const rude = new Worker<RudeHandlers>('./rude-process.ts');
  const count = bench.pick(Math.min(4_000, Math.floor((openFilesLimit() * 0.9) / EACH.length)), 200);
  await subscribers.openAll({ count: GOOD, streams: [contender.stream()] });
  await publisher.publish(RATE, 1); // warm-up
  const [filesBefore, heapBefore] = [openFilesOf(server), (await contender.look()).heapBytes];
  const publishing = new Background(() => publisher.publish(RATE, 0.5));
  const rows: BadInputRow[] = [];
  try {
    for (const rudeness of EACH) {
      await subscribers.begin(-1);
      const [files, bytes] = [new Peak(() => openFilesOf(server)), new Peak(() => residentBytesOf(server))];
      const connected = await rude.call('attack', { rudeness, count, stream: contender.stream(), sources: SOURCES });
      await sleep(1_000);
      const { latency, missing, repeated, ended } = await subscribers.report();
      rows.push({
        name: `${count} × ${rudeness}`,
        kind: 'ours',
        connections: count,
        connected,
        p99: latency.quantile(0.99) / 1000,
        complete: missing + repeated + ended === 0,
        peakFiles: files.stop(),
        peakMegabytes: bytes.stop() / 2 ** 20,
      });
      progress(`${rudeness}: ${connected} of ${count} got a connection`);
    }
    await subscribers.begin(-1);
    await rude.call('closeAll', undefined);
    const filesAfter = await filesOnceQuiet(server, filesBefore);
    await sleep(SETTLE_MS);
    const { heapBytes: heapAfter } = await contender.look();
    const { missing, repeated, ended } = await subscribers.report();
    const aftermath: Aftermath = {
      filesBefore,
      filesAfter,
      heapBefore,
      heapAfter,
      complete: missing + repeated + ended === 0,
    };
    return { rows, aftermath };
  } finally {
    await publishing.stop();
    await rude.stop();
  }
}

/** Waits until the server has no more open files than before, for at most `LONGEST_MS`. Returns how many it has then. */
async function filesOnceQuiet(server: readonly number[], before: number): Promise<number> {
  const deadline = Date.now() + LONGEST_MS;
  while (openFilesOf(server) > before && Date.now() < deadline) await sleep(100);
  return openFilesOf(server);
}

function table(rows: BadInputRow[]) {
  return {
    title: `${GOOD} good streams at ${RATE} events/s beside rude clients, whose connections stay open`,
    rows,
    columns: [
      { title: 'connected', of: (row: BadInputRow) => row.connected },
      { title: "good streams' p99 ms", of: (row: BadInputRow) => row.p99, digits: 1 },
      { title: 'complete', of: (row: BadInputRow) => Number(row.complete) },
      { title: 'open files, peak', of: (row: BadInputRow) => row.peakFiles },
      { title: 'server, peak MB', of: (row: BadInputRow) => row.peakMegabytes },
    ],
  };
}

function checks(rows: BadInputRow[], aftermath: Aftermath): Check[] {
  const { filesBefore, filesAfter, heapBefore, heapAfter, complete } = aftermath;
  const undisturbed = complete && rows.every((row) => row.complete);
  return [
    { what: 'good streams complete throughout (1: yes)', value: Number(undisturbed), atLeast: 1 },
    { what: 'files open afterwards beyond those before', value: filesAfter - filesBefore, atMost: 5 },
    { what: 'heap in use afterwards, × before', value: heapAfter / heapBefore, atMost: 1.5 },
  ];
}
