import { formatBits, formatNumber, formatQuantity } from '../../src/cli/plan/format.js';
import { makePlan, type Plan } from '../../src/cli/plan/make-plan.js';
import { MEASURED } from '../../src/cli/plan/measured.js';
import { type PlanOptions, readLoad } from '../../src/cli/plan/read-load.js';

/** A row of a table, by the names of its columns. */
export type Row = Readonly<Record<string, string>>;

const DEFAULTS: PlanOptions = { eventBytes: '290', batch: '1', history: '300', network: '10' };

/** The plan for options as they are typed: `--streams 1000 --events-per-second 10`. */
export function planOf(typed: string): Plan {
  const given = [...typed.matchAll(/--([a-z-]+) (\S+)/g)].map(([, name, value]) => [
    name!.replace(/-(.)/g, (_dash, letter: string) => letter.toUpperCase()),
    value,
  ]);
  return makePlan(readLoad({ ...DEFAULTS, ...(Object.fromEntries(given) as Partial<PlanOptions>) }));
}

/** What `plan` counts for these options; the others are as they are unless given. */
function stepsOf(options: Partial<PlanOptions>) {
  return makePlan(readLoad({ ...DEFAULTS, ...options })).steps;
}

/** The table of the figures, as it must be. */
export function figureRows(): Row[] {
  return Object.values(MEASURED).map(({ what, value, unit, suite, row, column }) => ({
    figure: what,
    value: `${formatNumber(value)} ${unit}`,
    suite: `\`${suite}\``,
    row,
    column,
  }));
}

/** The row of a load, given as it is typed. */
export function loadRow(load: string): Row {
  const { instances, connections, network, drivers } = planOf(load).steps;
  return {
    load: `\`${load}\``,
    instances: formatNumber(instances.run.value),
    'nginx workers': formatNumber(connections.workers.value),
    network: formatBits(network.all.value),
    'cores for 1,000 streams': formatNumber(drivers.coresOfThousand.value),
    'memory for 1,000 streams': formatQuantity(drivers.memoryOfThousand),
    'network for 1,000 streams': formatQuantity(drivers.networkOfThousand),
  };
}

/** The row of a window of coalescing, for 50,000 streams at 200 events/s. */
export function windowRow(milliseconds: number): Row {
  const batch = Math.max(1, Math.floor((200 * milliseconds) / 1_000));
  const load = { streams: '50000', eventsPerSecond: '200', batch: String(batch) };
  const { instances, connections, network } = stepsOf(load);
  return {
    window: milliseconds === 0 ? 'none' : `${milliseconds} ms`,
    batch: String(batch),
    instances: formatNumber(instances.run.value),
    'nginx workers': formatNumber(connections.workers.value),
    network: formatBits(network.all.value),
  };
}

/** The row of what one instance carries, rounded down to two digits. */
export function carriedRow(eventsPerSecond: number): Row {
  return {
    'events/s': formatNumber(eventsPerSecond),
    'streams, events alone': formatNumber(twoDigits(carriedByOne(eventsPerSecond, 1))),
    'streams, in batches of 0.1 s': formatNumber(
      twoDigits(carriedByOne(eventsPerSecond, Math.max(1, Math.floor(eventsPerSecond / 10)))),
    ),
  };
}

/** Most streams for which one instance is enough, found by halving. */
function carriedByOne(eventsPerSecond: number, batch: number): number {
  let [enough, tooMany] = [0, 1_000_000];
  while (tooMany - enough > 1) {
    const streams = Math.floor((enough + tooMany) / 2);
    const load = { streams: String(streams), eventsPerSecond: String(eventsPerSecond), batch: String(batch) };
    if (stepsOf(load).instances.needed.value === 1) enough = streams;
    else tooMany = streams;
  }
  return enough;
}

function twoDigits(value: number): number {
  const step = 10 ** Math.max(0, Math.floor(Math.log10(value)) - 1);
  return Math.floor(value / step) * step;
}
