import { type Bench } from '../bench.js';
import { CONTENDERS } from '../contenders/catalogue.js';
import { type Contender } from '../contenders/contender.js';
import { PubSub } from '../contenders/pub-sub.js';
import { Service } from '../contenders/service.js';
import { type Load, loadStep, type StepResult } from '../measure/load-step.js';
import { type RowKind } from '../report/table.js';
import { type Suite } from './suite.js';

const RATE = 100;
const STREAMS = 10;

interface LatencyRow {
  name: string;
  kind: RowKind;
  step: StepResult;
}

export const latency: Suite = {
  name: 'latency',
  about: `published at one instance, received at another: ${RATE} events/s, ${STREAMS} streams`,
  async run(bench) {
    const rows: LatencyRow[] = [];
    const contenders: Contender[] = [
      new Service({ name: 'ours, Redis', instances: 2, redis: true }, bench.launch()),
      ...bench.choose(['centrifugo-cluster']).map((name) => CONTENDERS[name](bench.launch())),
      new PubSub(bench.launch()),
    ];
    for (const contender of contenders) rows.push(await bench.withLoad(contender, (load) => measure(bench, load)));
    return { tables: [table(rows)] };
  },
};

async function measure(bench: Bench, load: Load): Promise<LatencyRow> {
  const { contender, subscribers, publisher } = load;
  await publisher.use(contender.sink(0));
  await subscribers.openAll({ count: STREAMS, streams: [contender.stream({ instance: 1 })] });
  await loadStep(load, RATE, bench.pick(2, 0.5), 1000 / RATE); // warm-up
  const step = await loadStep(load, RATE, bench.pick(6, 1), 1000 / RATE);
  return { name: contender.name, kind: contender.kind, step };
}

function table(rows: LatencyRow[]) {
  return {
    title: `From one instance to another, ${RATE} events/s one at a time, ${STREAMS} streams`,
    rows,
    columns: [
      { title: 'p50 ms', of: ({ step }: LatencyRow) => step.p50, digits: 2, against: 'less' as const },
      { title: 'p99 ms', of: ({ step }: LatencyRow) => step.p99, digits: 2, against: 'less' as const },
      { title: 'max ms', of: ({ step }: LatencyRow) => step.max, digits: 2 },
    ],
    notes: [
      'Bare Redis pub/sub forgets: nothing is appended to disk, nothing can be resumed. Streams and publishers reach the instances without nginx.',
    ],
  };
}
