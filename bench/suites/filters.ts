import { type Bench } from '../bench.js';
import { moduleOf } from '../generator/event-forms.js';
import { type Load, loadStep, type StepResult } from '../measure/load-step.js';
import { progress } from '../report/progress.js';
import { formatNumber } from '../report/table.js';
import { type Suite } from './suite.js';

const STREAMS = 500;
const RATE = 200;

interface FilterRow {
  name: string;
  kind: 'ours';
  step: StepResult;
}

export const filters: Suite = {
  name: 'filters',
  about: `${STREAMS} streams with few or many different filters, ${RATE} events/s for each stream`,
  async run(bench) {
    const rows = bench.choose(['redis']).map((name) => bench.withContender(name, (load) => measure(bench, load)));
    return { tables: [table((await Promise.all(rows)).flat())] };
  },
};

async function measure(bench: Bench, load: Load): Promise<FilterRow[]> {
  const rows: FilterRow[] = [];
  const measureOne = async (name: string, apart: number, filtersOf: (stream: number) => string[] | undefined) => {
    const { contender, subscribers, publisher } = load;
    await publisher.use(
      contender.sink(),
      Array.from({ length: apart }, (_, lane) => moduleOf(lane)),
    );
    const stream = (index: number) =>
      contender.stream({ modules: filtersOf(index), lane: apart === 1 ? 0 : index % apart, lanes: apart });
    await subscribers.openAll({
      count: STREAMS,
      streams: Array.from({ length: STREAMS }, (_, index) => stream(index)),
    });
    await loadStep(load, RATE * apart, bench.pick(1, 0.5)); // warm-up
    const step = await loadStep(load, RATE * apart, bench.pick(4, 1));
    await subscribers.closeAll();
    progress(`${name}${step.trouble ? `, ${step.trouble}` : ''}`);
    rows.push({ name, kind: 'ours', step });
  };
  await measureOne('no filter', 1, () => undefined);
  for (const different of [1, 10, 100, STREAMS]) {
    const filter = (index: number) => [moduleOf(0), moduleOf(index % different, 'other')];
    await measureOne(`${different} different, all let everything through`, 1, filter);
  }
  await measureOne('10 different, each lets a tenth through', 10, (index) => [moduleOf(index % 10)]);
  return rows;
}

function table(rows: FilterRow[]) {
  return {
    title: `${STREAMS} streams, ${formatNumber(STREAMS * RATE, 0)} deliveries/s`,
    rows,
    columns: [
      { title: 'µs CPU / delivery', of: ({ step }: FilterRow) => step.cpuPerDelivery, digits: 2 },
      { title: 'of it the server', of: ({ step }: FilterRow) => step.cpuParts.server, digits: 2 },
      { title: 'p50 ms', of: ({ step }: FilterRow) => step.p50, digits: 1 },
      { title: 'p99 ms', of: ({ step }: FilterRow) => step.p99, digits: 1 },
    ],
  };
}
