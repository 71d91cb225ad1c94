import { setTimeout as sleep } from 'node:timers/promises';
import { type Bench } from '../bench.js';
import { type ContenderName } from '../contenders/catalogue.js';
import { type Load, loadStep } from '../measure/load-step.js';
import { type Check } from '../report/check.js';
import { progress } from '../report/progress.js';
import { type RowKind } from '../report/table.js';
import { nodeDeathTable } from './node-death-report.js';
import { type Suite } from './suite.js';

/** Events/s. Centrifugo gives a client that comes back at most 300 events, so this times the seconds away must be fewer. */
const RATE = 25;
/** What Chromium waits before an `EventSource` reconnects if the server asks for no time. */
const CHROMIUM_RECONNECTS_MS = 3_000;
const BEFORE_MS = 1_000;
const LATE_MS = 5_000;

/** Whose server dies, and whether it is started again at once; else the others go on in its place. */
const DEATHS: readonly { name: ContenderName; restarts: boolean }[] = [
  { name: 'cluster', restarts: false },
  { name: 'redis', restarts: true },
  { name: 'centrifugo-cluster', restarts: false },
  { name: 'mercure', restarts: true },
  { name: 'nchan', restarts: true },
  { name: 'better-sse', restarts: true },
  { name: 'nest-sse', restarts: true },
];

export interface NodeDeathRow {
  name: string;
  kind: RowKind;
  streams: number;
  /** Streams that ended with the server. */
  cut: number;
  /** Those of them that got a fresh event again. */
  back: number;
  /** Events that a stream lacks or has twice, over all streams. */
  lost: number;
  doubled: number;
  /** How often a server told a client that events are missing. */
  told: number;
  p50Seconds: number;
  maxSeconds: number;
  /** The longest time that a client waited of that. */
  waitedSeconds: number;
  /** Calls of the publisher that failed and were repeated. */
  repeatedCalls: number;
}

export const nodeDeath: Suite = {
  name: 'node-death',
  about: 'a server is killed: what its clients lose, get twice, and how long they wait',
  async run(bench) {
    const chosen = bench.choose(DEATHS.map(({ name }) => name));
    const rows: NodeDeathRow[] = [];
    for (const { name, restarts } of DEATHS.filter((death) => chosen.includes(death.name)))
      rows.push(await bench.withContender(name, (load) => measure(bench, load, restarts)));
    return { tables: [nodeDeathTable(rows, RATE)], checks: checks(rows) };
  },
};

async function measure(bench: Bench, load: Load, restarts: boolean): Promise<NodeDeathRow> {
  const { contender, subscribers, publisher } = load;
  const streams = bench.pick(300, 60);
  const reconnectMs = contender.reconnectMs ?? CHROMIUM_RECONNECTS_MS;
  // Where several servers are, the second one takes the events: it goes on.
  await publisher.use(contender.sink(restarts ? 0 : 1));
  await subscribers.openAll({ count: streams, streams: [contender.stream()], resumable: true, reconnectMs });
  await loadStep(load, RATE, 1.5, 1000 / RATE); // warm-up: every client has a position
  await subscribers.begin(publisher.next);
  const publishing = publisher.publish(RATE, bench.pick(15, 8), 1000 / RATE, 'repeat');
  await sleep(BEFORE_MS);
  await contender.killServer?.();
  if (restarts) await contender.restartServer?.();
  const published = await publishing;
  await subscribers.awaitSequence(publisher.next, LATE_MS);
  const { ended, missing, repeated, gaps, outages, waitedMs } = await subscribers.report();
  progress(`${contender.name}: ${ended} of ${streams} streams cut, ${missing} events lost, ${repeated} twice`);
  return {
    name: `${contender.name}${restarts ? ', restarted' : ''}`,
    kind: contender.kind,
    streams,
    cut: ended,
    back: outages.count,
    lost: missing,
    doubled: repeated,
    told: gaps,
    p50Seconds: outages.quantile(0.5) / 1e6,
    maxSeconds: outages.max / 1e6,
    waitedSeconds: waitedMs / 1000,
    repeatedCalls: published.failures,
  };
}

function checks(rows: NodeDeathRow[]): Check[] {
  return rows
    .filter(({ kind }) => kind === 'ours')
    .map(({ name, lost, doubled, cut, back }) => ({
      what: `events lost and doubled, streams that did not come back, ${name}`,
      value: lost + doubled + cut - back,
      atMost: 0,
    }));
}
