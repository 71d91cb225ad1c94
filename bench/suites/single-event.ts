import { join } from 'node:path';
import { type Bench } from '../bench.js';
import { BareLoop } from '../contenders/bare-loop.js';
import { type Contender, type Launch } from '../contenders/contender.js';
import { Service } from '../contenders/service.js';
import { microseconds } from '../generator/clock.js';
import { CpuProfile } from '../measure/cpu-profile.js';
import { type Load, loadStep, type StepResult } from '../measure/load-step.js';
import { type RowKind } from '../report/table.js';
import { type Cause, causeOf, CAUSES } from './single-event-causes.js';
import { type Suite } from './suite.js';

const STREAMS = 500;
const RATE = 50;
const SCRIPT = 'bench/contenders/servers/unbundled.js';

const MEASURED = {
  memory: (launch: Launch): Contender => new Service({ name: 'ours, in memory', redis: false, script: SCRIPT }, launch),
  redis: (launch: Launch): Contender => new Service({ name: 'ours, Redis', redis: true, script: SCRIPT }, launch),
  bare: (launch: Launch): Contender => new BareLoop(launch),
};

interface SingleEventRow {
  name: string;
  kind: RowKind;
  step: StepResult;
  /** µs of an event. */
  causes: Map<Cause, number>;
}

interface Measured {
  step: StepResult;
  pid: number;
  from: number;
  to: number;
  events: number;
}

export const singleEvent: Suite = {
  name: 'single-event',
  about: `where the CPU time of an event goes that is published alone, to ${STREAMS} streams`,
  async run(bench) {
    const rows: SingleEventRow[] = [];
    for (const name of bench.choose(['memory', 'redis', 'bare'])) {
      const profileDir = join(bench.options.runDir, 'single-event');
      const contender = MEASURED[name](bench.launch({ profileDir }));
      const measured = await bench.withLoad(contender, (load) => measure(bench, load));
      const { step, pid, from, to, events } = measured;
      const causes = CpuProfile.ofProcess(profileDir, pid).timeByCause(from, to, causeOf);
      for (const [cause, time] of causes) causes.set(cause, time / events);
      rows.push({ name: contender.name, kind: contender.kind, step, causes });
    }
    return { tables: [table(rows)] };
  },
};

async function measure(bench: Bench, load: Load): Promise<Measured> {
  const { contender, subscribers, publisher } = load;
  await subscribers.openAll({ count: STREAMS, streams: [contender.stream()] });
  await loadStep(load, RATE, bench.pick(5, 0.5)); // warm-up
  const [first, from] = [publisher.next, microseconds()];
  const step = await loadStep(load, RATE, bench.pick(20, 1));
  const pid = contender.processes().server?.[0] ?? 0;
  return { step, pid, from, to: microseconds(), events: publisher.next - first };
}

function table(rows: SingleEventRow[]) {
  const ofCause = (cause: Cause) => ({
    title: CAUSES[cause],
    of: ({ causes }: SingleEventRow) => causes.get(cause) ?? 0,
  });
  return {
    title: `${STREAMS} streams, ${RATE} events/s, one at a time: µs CPU of an event`,
    rows,
    columns: [
      { title: 'in all', of: ({ step }: SingleEventRow) => step.cpuPerDelivery * STREAMS },
      ...(Object.keys(CAUSES) as Cause[]).map(ofCause),
      { title: 'Redis', of: ({ step }: SingleEventRow) => (step.cpuParts.redis ?? 0) * STREAMS },
    ],
    notes: [
      'By a profile of V8, which takes some time itself. The service runs from the files of its modules, not from its bundle.',
    ],
  };
}
