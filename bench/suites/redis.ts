import { RedisServer } from '../../cluster/redis-server.js';
import { type Bench } from '../bench.js';
import { type StoreLoadHandlers } from '../generator/store-load-process.js';
import { Worker } from '../generator/worker-channel.js';
import { directoryFor } from '../contenders/contender.js';
import { CpuMeter } from '../measure/cpu-meter.js';
import { type Check } from '../report/check.js';
import { progress } from '../report/progress.js';
import { formatNumber } from '../report/table.js';
import { type Suite } from './suite.js';

const TAILS = [0, 1, 2, 4, 8] as const;
/** Events in one call. */
const BATCH = 100;
/** Calls a second while tails follow: so few that eight tails in one process keep up, since a tail that does not reads less. */
const FOLLOWED_CALLS = 25;
/** Redis of the service does each of these with one core. They are far below what was seen, so that they show a fault. */
const EVENTS_AT_LEAST = 10_000;
const TOKENS_AT_LEAST = 2_000;

interface RedisRow {
  name: string;
  kind: 'ours';
  perSecond: number;
  /** CPU of Redis for each event or token. */
  microseconds: number;
  /** The part of one core that Redis used, 0 to 1. */
  share: number;
  /** Events that the tails got for each that was appended and each tail. */
  followed?: number;
}

export const redis: Suite = {
  name: 'redis',
  about: 'what one Redis can do: events with 0 to 8 instances that follow them, and tokens, without HTTP',
  async run(bench) {
    const server = await RedisServer.start({ dir: directoryFor(bench.launch(), 'redis') });
    const writer = new Worker<StoreLoadHandlers>('./store-load-process.ts');
    const reader = new Worker<StoreLoadHandlers>('./store-load-process.ts');
    try {
      await writer.call('open', server.adminUrl);
      const rows = await measure(bench, server, writer, reader);
      return { tables: [table(rows)], checks: checks(rows) };
    } finally {
      await Promise.all([writer.stop(), reader.stop()]);
      await server.kill();
    }
  },
};

async function measure(
  bench: Bench,
  server: RedisServer,
  writer: Worker<StoreLoadHandlers>,
  reader: Worker<StoreLoadHandlers>,
): Promise<RedisRow[]> {
  const seconds = bench.pick(3, 0.5);
  const rows: RedisRow[] = [];
  const one = async (
    name: string,
    unit: number,
    load: () => Promise<{ calls: number; seconds: number }>,
    tails = 0,
  ) => {
    const cpu = new CpuMeter({ redis: [server.pid] });
    const { calls, seconds: took } = await load();
    const count = calls * unit;
    const followed = tails > 0 ? (await reader.call('delivered', count * tails)) / count / tails : undefined;
    const used = cpu.total();
    const row = { perSecond: count / took, microseconds: (used * 1e6) / count, share: used / took, followed };
    progress(`${name}: ${Math.round(row.perSecond)}/s, ${row.microseconds.toFixed(1)} µs of Redis each`);
    rows.push({ name, kind: 'ours', ...row });
  };
  const append = (batch: number) => () => writer.call('append', { seconds, batch });
  // Long, since the kernel counts CPU in hundredths of a second.
  const steadily = { seconds: bench.pick(10, 0.5), batch: BATCH, callsPerSecond: FOLLOWED_CALLS };
  await writer.call('append', { seconds: seconds / 2, batch: BATCH }); // warm-up; the log is as long as it may be from now on
  await one('events alone', 1, append(1));
  await one(`events, ${BATCH} a call`, BATCH, append(BATCH));
  for (const tails of TAILS) {
    await reader.call('follow', { url: server.adminUrl, count: tails });
    await reader.call('delivered', 0);
    await one(`the same, followed by ${tails}`, BATCH, () => writer.call('append', steadily), tails);
  }
  await reader.call('close', undefined);
  await one('tokens, issued and redeemed', 1, () => writer.call('tokens', { seconds }));
  return rows;
}

function table(rows: RedisRow[]) {
  return {
    title: 'One Redis, asked by the stores of the service without HTTP, 64 calls at once',
    rows,
    columns: [
      { title: 'a second', of: (row: RedisRow) => row.perSecond },
      { title: 'µs CPU of Redis each', of: (row: RedisRow) => row.microseconds, digits: 1 },
      { title: 'of one core, %', of: (row: RedisRow) => row.share * 100 },
      { title: 'at a whole core, a second', of: (row: RedisRow) => 1e6 / row.microseconds },
      { title: 'every instance got every event (1: yes)', of: (row: RedisRow) => row.followed, digits: 2 },
    ],
    notes: [
      'At a whole core: extrapolated from the CPU of Redis, since Redis and the generator share the cores. Its threads for the file are in the CPU too.',
      `Followed by so many instances, each with its tail, at a steady ${formatNumber(BATCH * FOLLOWED_CALLS, 0)} events/s.`,
    ],
  };
}

function checks(rows: RedisRow[]): Check[] {
  const least = (part: string) =>
    Math.min(...rows.filter(({ name }) => name.includes(part)).map(({ microseconds }) => 1e6 / microseconds));
  return [
    {
      what: 'events that an instance got, of each',
      value: Math.min(...rows.map(({ followed = 1 }) => followed)),
      atLeast: 1,
    },
    {
      what: 'events/s of one core of Redis, in batches, followed by 8 instances',
      value: least('followed by 8'),
      atLeast: EVENTS_AT_LEAST,
    },
    { what: 'tokens/s of one core of Redis', value: least('tokens'), atLeast: TOKENS_AT_LEAST },
  ];
}
