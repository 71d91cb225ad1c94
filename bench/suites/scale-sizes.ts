import { setTimeout as sleep } from 'node:timers/promises';
import { type Bench } from '../bench.js';
import { type ContenderName } from '../contenders/catalogue.js';
import { type Load, loadStep, type StepResult } from '../measure/load-step.js';
import { streamsWithinLimits } from '../measure/machine.js';
import { residentBytesOf } from '../measure/process-tree.js';
import { progress } from '../report/progress.js';
import { formatNumber, type RowKind } from '../report/table.js';
import { type SuiteResult } from './suite.js';

export const DELIVERIES_PER_SECOND = 20_000;
const MEASURED: ContenderName[] = ['redis', 'bare', 'nchan'];
const SETTLE_MS = 300;

interface ScaleRow {
  name: string;
  kind: RowKind;
  streams: number;
  kilobytesPerStream: number;
  step: StepResult;
}

/** 100 to 10,000 streams at one instance, beside the contenders. */
export async function scaleSizes(bench: Bench): Promise<SuiteResult> {
  const rows: ScaleRow[] = [];
  for (const name of bench.choose(MEASURED))
    rows.push(...(await bench.withContender(name, (load) => measure(bench, load))));
  const sizes = [...new Set(rows.map(({ streams }) => streams))];
  return {
    tables: sizes.map((size) =>
      table(
        size,
        rows.filter(({ streams }) => streams === size),
      ),
    ),
  };
}

async function measure(bench: Bench, load: Load): Promise<ScaleRow[]> {
  const { contender, subscribers } = load;
  const { server = [] } = contender.processes();
  await subscribers.openAll({ count: 100, streams: [contender.stream()] });
  await loadStep(load, DELIVERIES_PER_SECOND / 100, bench.pick(1.5, 0.5), 5); // warm-up
  await subscribers.closeAll();
  await contender.collectGarbage?.();
  const base = residentBytesOf(server);
  const rows: ScaleRow[] = [];
  let open = 0;
  for (const streams of bench.pick([100, 1_000, 10_000], [100, 1_000]).map(streamsWithinLimits)) {
    await subscribers.openAll({ count: streams - open, streams: [contender.stream()] });
    open = streams;
    const rate = DELIVERIES_PER_SECOND / streams;
    const step = await loadStep(load, rate, bench.pick(4, 1), 1000 / rate);
    await contender.collectGarbage?.();
    await sleep(SETTLE_MS);
    const kilobytesPerStream = (residentBytesOf(server) - base) / 1024 / streams;
    rows.push({ name: contender.name, kind: contender.kind, streams, kilobytesPerStream, step });
    progress(`${contender.name}: ${streams} streams${step.trouble ? `, ${step.trouble}` : ''}`);
  }
  return rows;
}

/** Returns the memory for each stream; undefined with few streams, whose memory is less than a process grows by itself. */
function memoryOf({ streams, kilobytesPerStream }: ScaleRow): number | undefined {
  return streams < 1_000 ? undefined : kilobytesPerStream;
}

function table(streams: number, rows: ScaleRow[]) {
  return {
    title: `${streams} streams, ${formatNumber(DELIVERIES_PER_SECOND / streams, 0)} events/s, one at a time`,
    rows,
    columns: [
      {
        title: 'µs CPU / delivery',
        of: ({ step }: ScaleRow) => step.cpuPerDelivery,
        digits: 1,
        against: 'less' as const,
      },
      { title: 'KB / stream', of: memoryOf, digits: 1, against: 'less' as const },
      { title: 'p50 ms', of: ({ step }: ScaleRow) => step.p50, digits: 1 },
      { title: 'p99 ms', of: ({ step }: ScaleRow) => step.p99, digits: 1 },
    ],
  };
}
