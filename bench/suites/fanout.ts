import { type Bench } from '../bench.js';
import { CONTENDERS, type ContenderName } from '../contenders/catalogue.js';
import { type Load, loadStep, type StepResult } from '../measure/load-step.js';
import { recover } from '../measure/recover.js';
import { findSaturation } from '../measure/saturation.js';
import { progress } from '../report/progress.js';
import { formatNumber, type RowKind } from '../report/table.js';
import { fanoutChecks } from './fanout-checks.js';
import { type Suite } from './suite.js';

const STREAMS = 500;
/** Events/s of an ordinary platform, which publishes one event at a time. */
const STEADY_RATE = 50;
/** Events/s that make 500,000 deliveries/s. */
const HALF_MILLION = 1_000;
/** A rate with a higher p99 is not good, ms. */
const TOO_LATE_MS = 250;
const HIGHEST_RATE = 64_000;

export interface FanoutRow {
  name: string;
  kind: RowKind;
  steady: StepResult;
  halfMillion?: StepResult;
  saturation?: StepResult;
}

export const fanout: Suite = {
  name: 'fanout',
  about: `${STREAMS} streams: ${STEADY_RATE} events/s, then as many as will go`,
  async run(bench) {
    const rows: FanoutRow[] = [];
    for (const name of bench.choose(Object.keys(CONTENDERS) as ContenderName[])) {
      rows.push(await bench.withContender(name, (load) => measure(bench, load)));
    }
    return { tables: [steadyTable(rows), saturationTable(rows)], checks: fanoutChecks(rows) };
  },
};

async function measure(bench: Bench, load: Load): Promise<FanoutRow> {
  const { name, kind, startRate } = load.contender;
  await load.subscribers.openAll({ count: STREAMS, streams: [load.contender.stream()] });
  await loadStep(load, STEADY_RATE, bench.pick(1.5, 0.5)); // warm-up
  const steady = await loadStep(load, STEADY_RATE, bench.pick(4, 1));
  let halfMillion: StepResult | undefined;
  const attempt = async (rate: number) => {
    const step = await loadStep(load, rate, bench.pick(2, 1));
    const good = step.complete && step.p99 <= TOO_LATE_MS;
    progress(describe(name, step));
    if (rate === HALF_MILLION) halfMillion = step;
    if (!good) await recover(load, STREAMS);
    return { step, good, narrow: !good && step.complete && step.p99 <= TOO_LATE_MS * 4 };
  };
  const search = { from: startRate, limit: HIGHEST_RATE, refinements: bench.pick(3, 1), attempt };
  return { name, kind, steady, saturation: await findSaturation(search), halfMillion };
}

function describe(name: string, { rate, deliveriesPerSecond, p99, trouble }: StepResult): string {
  const figures = `${formatNumber(deliveriesPerSecond, 0)} deliveries/s, p99 ${formatNumber(p99, 0)} ms`;
  return `${name}: ${formatNumber(rate, 0)} events/s: ${figures}${trouble ? `, ${trouble}` : ''}`;
}

function steadyTable(rows: FanoutRow[]) {
  return {
    id: 'steady',
    title: `${STREAMS} streams, ${STEADY_RATE} events/s, one at a time`,
    rows,
    columns: [
      {
        title: 'µs CPU / delivery',
        of: ({ steady }: FanoutRow) => steady.cpuPerDelivery,
        digits: 1,
        against: 'less' as const,
      },
      { title: 'of it the server', of: ({ steady }: FanoutRow) => steady.cpuParts.server, digits: 1 },
      { title: 'of it nginx', of: ({ steady }: FanoutRow) => steady.cpuParts.nginx, digits: 1 },
      { title: 'p50 ms', of: ({ steady }: FanoutRow) => steady.p50, digits: 1 },
      { title: 'p99 ms', of: ({ steady }: FanoutRow) => steady.p99, digits: 1, against: 'less' as const },
      { title: 'bytes / delivery', of: ({ steady }: FanoutRow) => steady.bytesPerDelivery },
      { title: 'generator µs', of: ({ steady }: FanoutRow) => steady.cpuParts.reading, digits: 1 },
    ],
    notes: [
      'CPU: of all processes of the contender, with Redis and nginx. Generator: CPU that the generator needs for each delivery.',
    ],
  };
}

function saturationTable(rows: FanoutRow[]) {
  return {
    id: 'saturation',
    title: `Saturation: most deliveries/s with p99 ≤ ${TOO_LATE_MS} ms and every stream complete, ${STREAMS} streams`,
    rows,
    columns: [
      {
        title: 'deliveries/s',
        of: ({ saturation }: FanoutRow) => saturation?.deliveriesPerSecond,
        against: 'more' as const,
      },
      { title: 'events/s', of: ({ saturation }: FanoutRow) => saturation?.rate },
      { title: 'p99 ms', of: ({ saturation }: FanoutRow) => saturation?.p99 },
      { title: 'µs CPU / delivery', of: ({ saturation }: FanoutRow) => saturation?.cpuPerDelivery, digits: 2 },
      { title: 'generator µs', of: ({ saturation }: FanoutRow) => saturation?.cpuParts.reading, digits: 2 },
      {
        title: 'µs CPU at 500 k/s',
        of: ({ halfMillion }: FanoutRow) => (halfMillion?.complete ? halfMillion.cpuPerDelivery : undefined),
        digits: 2,
      },
      {
        title: 'p99 ms at 500 k/s',
        of: ({ halfMillion }: FanoutRow) => (halfMillion?.complete ? halfMillion.p99 : undefined),
      },
    ],
    notes: ['Published in batches, 50 a second; what is late is stamped with the moment it was due.'],
  };
}
