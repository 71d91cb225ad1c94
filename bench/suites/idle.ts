import { setTimeout as sleep } from 'node:timers/promises';
import { type Bench } from '../bench.js';
import { CONTENDERS, type ContenderName } from '../contenders/catalogue.js';
import { CpuMeter } from '../measure/cpu-meter.js';
import { type Load } from '../measure/load-step.js';
import { streamsWithinLimits } from '../measure/machine.js';
import { residentBytesOf } from '../measure/process-tree.js';
import { type Check, checkRatio } from '../report/check.js';
import { progress } from '../report/progress.js';
import { formatNumber, type RowKind } from '../report/table.js';
import { type Suite } from './suite.js';
import { tokensFor } from './tokens-for.js';

const WARM_UP_STREAMS = 1_000;
const SETTLE_MS = 500;

interface IdleRow {
  name: string;
  kind: RowKind;
  streams: number;
  kilobytesPerStream: number;
  /** The part of it that is in use in the heap of JavaScript; undefined where that cannot be asked. */
  heapKilobytesPerStream: number | undefined;
  /** The CPU of all its processes for opening one stream, µs, with redeeming its token if it has tokens. */
  openMicroseconds: number;
  /** The part of it that its server takes, µs; the rest is Redis. */
  serverMicroseconds: number;
  opensPerSecond: number;
}

export const idle: Suite = {
  name: 'idle',
  about: 'memory of a stream on which nothing happens, and the CPU it takes to open one',
  async run(bench) {
    const rows: IdleRow[] = [];
    // None behind nginx: its workers and the generator would need more open files than are permitted.
    const names = (Object.keys(CONTENDERS) as ContenderName[]).filter((name) => !name.endsWith('cluster'));
    for (const name of bench.choose(names)) rows.push(await bench.withContender(name, (load) => measure(bench, load)));
    return { tables: [table(rows)], checks: checks(rows) };
  },
};

async function measure(bench: Bench, load: Load): Promise<IdleRow> {
  const { contender, subscribers } = load;
  const { server = [] } = contender.processes();
  const count = streamsWithinLimits(bench.pick(10_000, 1_000));
  const [forWarmUp, tokens] = [await tokensFor(contender, WARM_UP_STREAMS), await tokensFor(contender, count)];
  const stream = contender.stream({ byToken: tokens !== undefined });
  await subscribers.openAll({ count: WARM_UP_STREAMS, streams: [stream], tokens: forWarmUp });
  await subscribers.closeAll();
  const before = await settled(load);
  const cpu = new CpuMeter(contender.processes());
  const opening = await subscribers.openAll({ count, streams: [stream], tokens });
  const openMicroseconds = (cpu.total() * 1e6) / count;
  const serverMicroseconds = ((cpu.parts().server ?? 0) * 1e6) / count;
  const after = await settled(load);
  progress(`${contender.name}: ${count} streams open`);
  return {
    name: contender.name,
    kind: contender.kind,
    streams: count,
    kilobytesPerStream: (after.bytes - before.bytes) / 1024 / count,
    heapKilobytesPerStream:
      after.heapBytes === undefined ? undefined : (after.heapBytes - (before.heapBytes ?? 0)) / 1024 / count,
    openMicroseconds,
    serverMicroseconds,
    opensPerSecond: count / opening.seconds,
  };

  /** Returns the resident memory of the servers after a garbage collection, and the heap in use, bytes. */
  async function settled({ contender: measured }: Load) {
    await sleep(SETTLE_MS);
    const heapBytes = await measured.collectGarbage?.();
    await sleep(SETTLE_MS);
    return { bytes: residentBytesOf(server), heapBytes };
  }
}

function table(rows: IdleRow[]) {
  return {
    title: `${formatNumber(rows[0]?.streams ?? 0, 0)} idle streams, after a forced garbage collection`,
    rows,
    columns: [
      { title: 'KB / stream', of: (row: IdleRow) => row.kilobytesPerStream, digits: 1, against: 'less' as const },
      { title: 'of it heap in use', of: (row: IdleRow) => row.heapKilobytesPerStream, digits: 1 },
      { title: 'µs CPU to open', of: (row: IdleRow) => row.openMicroseconds, against: 'less' as const },
      { title: 'of it the server', of: (row: IdleRow) => row.serverMicroseconds },
      { title: 'opened / s', of: (row: IdleRow) => row.opensPerSecond },
    ],
    notes: [
      'Resident memory of the server alone; what V8 keeps free of its heap is in it, and differs between versions of node. This service opens each stream with a token that was issued before, to one address for each 2,000 streams; the peers need no token.',
    ],
  };
}

function checks(rows: IdleRow[]): Check[] {
  const ours = rows.find(({ name }) => name === 'ours, Redis');
  const nest = rows.find(({ name }) => name === 'Nest @Sse');
  if (!ours) return [];
  const list = [
    { what: 'memory per idle stream', value: ours.kilobytesPerStream, atMost: 10, unit: 'KB' },
    checkRatio('CPU to open a stream, × Nest @Sse', ours.openMicroseconds, nest?.openMicroseconds, { atMost: 0.8 }),
  ];
  return list.filter((check) => check !== false);
}
