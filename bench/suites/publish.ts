import { type Bench } from '../bench.js';
import { Service } from '../contenders/service.js';
import { moduleOf } from '../generator/event-forms.js';
import { Publisher } from '../generator/publisher.js';
import { CpuMeter } from '../measure/cpu-meter.js';
import { type Load, loadStep, type StepResult } from '../measure/load-step.js';
import { type Check } from '../report/check.js';
import { progress } from '../report/progress.js';
import { formatNumber } from '../report/table.js';
import { type Suite } from './suite.js';

/** The module whose events the streams get, at an ordinary rate, while many events of other modules are published. */
const WATCHED = moduleOf(0, 'watched');
const WATCHED_RATE = 50;
const STREAMS = 500;

interface PublishRow {
  name: string;
  kind: 'ours';
  streams: number;
  asked: number;
  /** Acknowledged events/s. */
  accepted: number;
  watched?: StepResult;
  cpuPerEvent: number;
  longestHoldMs: number;
  longestPauseMs: number;
}

export const publish: Suite = {
  name: 'publish',
  about: `publishing in batches at one instance while ${STREAMS} streams watch something else`,
  async run(bench) {
    const service = new Service({ name: 'ours, Redis', redis: true }, bench.launch({ watchLoop: true }));
    const rows = await bench.withLoad(service, (load) => measure(bench, load));
    return { tables: [table(rows)], checks: checks(rows) };
  },
};

async function measure(bench: Bench, load: Load & { contender: Service }): Promise<PublishRow[]> {
  const { contender, subscribers, publisher } = load;
  const bulk = new Publisher();
  const rows: PublishRow[] = [];
  try {
    await publisher.use(contender.sink(), [WATCHED]);
    await bulk.use(contender.sink());
    const seconds = bench.pick(3, 1);
    for (const [streams, asked] of [
      [0, 15_000],
      [STREAMS, 15_000],
      [STREAMS, 30_000],
      [STREAMS, 50_000],
    ] as const) {
      await subscribers.closeAll();
      await subscribers.openAll({ count: streams, streams: [contender.stream({ modules: [WATCHED] })] });
      await Promise.all([bulk.publish(asked, 1), streams > 0 && loadStep(load, WATCHED_RATE, 1)]); // warm-up
      await contender.look();
      const cpu = new CpuMeter(contender.processes());
      const [published, watched] = await Promise.all([
        bulk.publish(asked, seconds),
        streams > 0 ? loadStep(load, WATCHED_RATE, seconds) : undefined,
      ]);
      const cpuPerEvent = (cpu.total() * 1e6) / published.events;
      const { longestHoldMs, longestPauseMs } = await contender.look();
      if (published.failure) throw new Error(published.failure);
      const accepted = published.events / published.seconds;
      const name = `${formatNumber(asked, 0)} events/s, ${streams} streams`;
      progress(`${name}: ${formatNumber(accepted, 0)} accepted/s`);
      rows.push({ name, kind: 'ours', streams, asked, accepted, watched, cpuPerEvent, longestHoldMs, longestPauseMs });
    }
  } finally {
    await bulk.stop();
  }
  return rows;
}

function table(rows: PublishRow[]) {
  return {
    title: `Publishing in batches of up to 1,000, and its effect on ${STREAMS} streams`,
    rows,
    columns: [
      { title: 'accepted/s', of: (row: PublishRow) => row.accepted },
      { title: 'p99 ms of the streams', of: (row: PublishRow) => row.watched?.p99, digits: 1 },
      { title: 'complete', of: (row: PublishRow) => (row.watched ? Number(row.watched.complete) : undefined) },
      { title: 'µs CPU / event', of: (row: PublishRow) => row.cpuPerEvent, digits: 1 },
      { title: 'event loop blocked, at most, ms', of: (row: PublishRow) => row.longestHoldMs, digits: 1 },
      { title: 'longest garbage collection, ms', of: (row: PublishRow) => row.longestPauseMs, digits: 1 },
    ],
    notes: [
      `The streams get ${WATCHED_RATE} events/s; their filter drops the others. The event loop is blocked for one turn: by all that arrived together, and by garbage collection.`,
    ],
  };
}

function checks(rows: PublishRow[]): Check[] {
  const good = rows.filter(({ watched }) => watched?.complete && watched.p99 <= 25);
  const best = good.reduce((most, { accepted }) => Math.max(most, accepted), 0);
  return [{ what: 'events/s accepted while 500 streams keep p99 ≤ 25 ms', value: best, atLeast: 50_000 }];
}
