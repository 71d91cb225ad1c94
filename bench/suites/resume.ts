import { type Bench } from '../bench.js';
import { CONTENDERS, type ContenderName } from '../contenders/catalogue.js';
import { Service } from '../contenders/service.js';
import { microseconds } from '../generator/clock.js';
import { streamsWithinLimits } from '../measure/machine.js';
import { Peak } from '../measure/peak.js';
import { residentBytesOf } from '../measure/process-tree.js';
import { callsOf, type RedisCalls } from '../measure/redis-calls.js';
import { CpuMeter } from '../measure/cpu-meter.js';
import { Background } from '../generator/background.js';
import { type Load, loadStep } from '../measure/load-step.js';
import { type RowKind } from '../report/table.js';
import { type Check } from '../report/check.js';
import { progress } from '../report/progress.js';
import { type Suite } from './suite.js';
import { tokensFor } from './tokens-for.js';

/** Events/s that are published all the time; with 5,000 streams they take a third of a core. */
const RATE = 5;
const AT_ONCE = 256;
const LONGEST_MS = 60_000;
/** Memory of the server to which all streams come back, MB. */
const MEGABYTES_AT_MOST = 512;
/** Two nodes: one is killed. The others are one server, so their streams are cut and come back to it. */
const PEERS: readonly { name: ContenderName; kills: boolean }[] = [
  { name: 'centrifugo-cluster', kills: true },
  { name: 'mercure', kills: false },
  { name: 'nchan', kills: false },
];

interface Storm {
  name: string;
  /** Each stream comes back with a new token. */
  byToken: boolean;
  /** The first server is killed, and the streams come back to the second; else they come back to the same one. */
  kills: boolean;
  /** Events that are published while all are away. */
  missed?: number;
  /** How long it may take until all are live; 1.5 if absent. */
  liveWithinSeconds?: number;
}

/** The ways in which streams come back to this service. */
const OURS: readonly (Storm & { settings?: Record<string, string> })[] = [
  { name: 'credential in the header', byToken: false, kills: true },
  { name: 'each with a new token', byToken: true, kills: true },
  {
    name: 'away for longer than memory reaches',
    byToken: false,
    kills: true,
    // The least memory that can be set holds some 2,700 of these events.
    missed: 4_500,
    settings: { VX11_RECENT_EVENTS_BYTES: '1048576' },
    liveWithinSeconds: 20,
  },
];

interface ResumeRow {
  name: string;
  kind: RowKind;
  streams: number;
  openSeconds: number;
  liveSeconds: number;
  /** How long that may take. */
  liveWithinSeconds: number;
  live: number;
  /** Frames of type `gap`. */
  gaps: number;
  missing: number;
  repeated: number;
  serverCpuSeconds: number;
  redisCpuSeconds: number;
  /** Absent: it has no Redis, or uses it in another way. */
  redisCalls?: RedisCalls;
  /** The highest resident memory of the server. */
  peakMegabytes: number;
}

export const resume: Suite = {
  name: 'resume',
  about: 'an instance is killed; all its streams come back at another one with their position',
  async run(bench) {
    const rows: ResumeRow[] = [];
    for (const { settings, ...storm } of OURS) {
      const service = new Service({ name: 'ours, Redis', instances: 2, redis: true, settings }, bench.launch());
      rows.push(await bench.withLoad(service, (load) => measure(bench, load, storm)));
    }
    const chosen = bench.choose(PEERS.map(({ name }) => name));
    for (const { name, kills } of PEERS.filter((peer) => chosen.includes(peer.name))) {
      const contender = CONTENDERS[name](bench.launch());
      const storm = { name: `${contender.name}${kills ? '' : ', not killed'}`, byToken: false, kills };
      rows.push(await bench.withLoad(contender, (load) => measure(bench, load, storm)));
    }
    return { tables: [table(rows)], checks: rows.flatMap(checks) };
  },
};

async function measure(bench: Bench, load: Load, storm: Storm): Promise<ResumeRow> {
  const { contender, subscribers, publisher } = load;
  const { name, byToken, kills, missed = 0, liveWithinSeconds = 1.5 } = storm;
  const streams = streamsWithinLimits(bench.pick(5_000, 500));
  const [from, to] = kills ? [0, 1] : [undefined, undefined];
  const redis = contender instanceof Service ? contender.redis : undefined;
  await publisher.use(contender.sink(to));
  await subscribers.openAll({ count: streams, streams: [contender.stream({ instance: from })], resumable: true });
  await loadStep(load, RATE, 1.5);
  const tokens = byToken ? await tokensFor(contender, streams, to) : undefined;
  await subscribers.begin(publisher.next);
  if (kills) await contender.killServer?.();
  await subscribers.cut();
  if (missed > 0) await publisher.publish(missed, 1);
  const publishing = new Background((): Promise<unknown> => publisher.publish(RATE, 0.5, 1000 / RATE));
  const callsBefore = await callsOf(redis);
  const { server = [], redis: store = [] } = contender.processes();
  const [serverCpu, redisCpu] = [new CpuMeter({ server }), new CpuMeter({ redis: store })];
  const resident = new Peak(() => residentBytesOf(server));
  const startedAt = microseconds();
  const again = await subscribers.reopen([contender.stream({ instance: to, byToken })], { tokens, atOnce: AT_ONCE });
  const { live, lastAt } = await subscribers.awaitLive(LONGEST_MS);
  const [serverCpuSeconds, redisCpuSeconds] = [serverCpu.total(), redisCpu.total()];
  const redisCalls = await callsOf(redis, callsBefore);
  const peakMegabytes = resident.stop() / 2 ** 20;
  await publishing.stop();
  const lacking = await subscribers.awaitSequence(publisher.next, 2_000);
  const { gaps, missing, repeated } = await subscribers.report();
  progress(`${live} of ${streams} live again`);
  return {
    name,
    kind: contender.kind,
    streams,
    openSeconds: again.seconds,
    liveSeconds: live === streams ? (lastAt - startedAt) / 1e6 : Infinity,
    liveWithinSeconds,
    live,
    gaps,
    missing: missing + lacking,
    repeated,
    serverCpuSeconds,
    redisCpuSeconds,
    redisCalls: redis && redisCalls,
    peakMegabytes,
  };
}

function table(rows: ResumeRow[]) {
  const reads = ({ redisCalls }: ResumeRow) => {
    if (!redisCalls) return undefined;
    const { xrange = 0, xrevrange = 0, xread = 0, xinfo = 0 } = redisCalls;
    return xrange + xrevrange + xread + xinfo;
  };
  return {
    title: `${rows[0]?.streams ?? 0} streams resume at once, during ${RATE} events/s`,
    rows,
    columns: [
      { title: 'all open, s', of: (row: ResumeRow) => row.openSeconds, digits: 2 },
      { title: 'all live, s', of: (row: ResumeRow) => row.liveSeconds, digits: 2 },
      { title: 'gap frames', of: (row: ResumeRow) => row.gaps },
      { title: 'missing', of: (row: ResumeRow) => row.missing },
      { title: 'repeated', of: (row: ResumeRow) => row.repeated },
      { title: 'server CPU s', of: (row: ResumeRow) => row.serverCpuSeconds, digits: 2 },
      { title: 'Redis CPU s', of: (row: ResumeRow) => row.redisCpuSeconds, digits: 2 },
      { title: 'Redis reads of the log', of: reads },
      { title: 'server, peak MB', of: (row: ResumeRow) => row.peakMegabytes },
    ],
    notes: [
      'Live: the first event that is less than 250 ms old has arrived. Tokens were issued before, to one address for each 2,000 streams. Where a server is killed, the streams come back to the second one; where it is not, they are cut and come back to the same one.',
    ],
  };
}

function checks(row: ResumeRow): Check[] {
  if (row.kind !== 'ours') return [];
  return [
    { what: `all live again, ${row.name}`, value: row.liveSeconds, atMost: row.liveWithinSeconds, unit: 's' },
    { what: `gaps, missing and repeated, ${row.name}`, value: row.gaps + row.missing + row.repeated, atMost: 0 },
    { what: `server, peak, ${row.name}`, value: row.peakMegabytes, atMost: MEGABYTES_AT_MOST, unit: 'MB' },
  ];
}
