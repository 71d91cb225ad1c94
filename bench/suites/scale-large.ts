import { setTimeout as sleep } from 'node:timers/promises';
import { type Bench } from '../bench.js';
import { Service } from '../contenders/service.js';
import { microseconds } from '../generator/clock.js';
import { Pages } from '../generator/pages.js';
import { CpuLedger } from '../measure/cpu-ledger.js';
import { CpuMeter } from '../measure/cpu-meter.js';
import { type Load } from '../measure/load-step.js';
import { instancesFor, openFilesLimit, SPARE_FILES } from '../measure/machine.js';
import { Peak } from '../measure/peak.js';
import { residentBytesOf } from '../measure/process-tree.js';
import { slabBytes, socketBytes } from '../measure/socket-memory.js';
import { progress } from '../report/progress.js';
import { checksOf, type Disturbance, type Standing, tablesOf } from './scale-large-report.js';
import { type SuiteResult } from './suite.js';

const SETTLE_MS = 3_000;
/** Longer than the heartbeats need to spread. */
const BEFORE_HEARTBEATS_MS = 10_000;
const EVENT_EVERY_MS = 4_000;
const ALL_GOT_IT_MS = 20_000;
/** How long tokens and streams are waited for, each, before the figure is "never". */
const LONGEST_MS = 150_000;
/** Streams that are opened and closed before the measurement, so that the code is compiled. */
const WARM_UP_STREAMS = 3_000;
/** Only so many streams take more memory than the processes grow by themselves. */
const TELLS_MEMORY = 20_000;
const PEAK_EVERY_MS = 1_000;
/** A spent token leaves an entry of some 600 bytes with which its stream can be resumed. Entries may take as many bytes as tokens. */
const BYTES_PER_TOKEN = 800;

interface Scene extends Load {
  contender: Service;
  pages: Pages;
  streams: number;
}

/** Many streams at several instances of this service: what they take, and what becomes of them when everything is disturbed. */
export async function scaleLarge(bench: Bench): Promise<SuiteResult> {
  const streams = bench.pick(100_000, 3_000);
  const { instances, streamsMax } = instancesFor(streams);
  const tokenBytes = String(Math.max(67_108_864, streams * BYTES_PER_TOKEN));
  const settings = {
    VX11_STREAMS_MAX: String(streamsMax),
    VX11_TOKENS_MAX_BYTES: tokenBytes,
    VX11_TOKENS_MAX_BYTES_PER_PRINCIPAL: tokenBytes,
  };
  const service = new Service(
    { name: `ours, ${instances} instances`, instances, redis: true, settings },
    bench.launch(),
  );
  const pages = new Pages(Math.ceil(streams / (openFilesLimit() - SPARE_FILES)));
  try {
    return await bench.withLoad(service, async (load) => {
      const scene: Scene = { ...load, pages, streams };
      const standing = await measureStanding(bench, scene);
      const disturbances = [await rollingRestart(scene), await reloadStorm(scene)];
      return { tables: tablesOf(standing, disturbances), checks: checksOf(standing, disturbances) };
    });
  } finally {
    await pages.stop();
  }
}

async function measureStanding(bench: Bench, scene: Scene): Promise<Standing> {
  const { contender, pages, publisher, streams } = scene;
  const { server = [], redis = [] } = contender.processes();
  const instances = contender.count;
  const each = Array.from({ length: instances }, (_, instance) => instance);
  await pages.make({
    count: streams,
    streams: each.map((instance) => contender.stream({ instance, byToken: true })),
    tokens: each.map((instance) => contender.tokens(instance)),
  });
  await pages.load(LONGEST_MS, WARM_UP_STREAMS);
  await sleep(SETTLE_MS);
  await pages.leaveAll();
  await sleep(SETTLE_MS);
  await contender.collectGarbage();
  const [before, redisBefore] = [residentBytesOf(server), residentBytesOf(redis)];
  const kernelBefore = slabBytes() + socketBytes();
  const startedAt = microseconds();
  await pages.load(LONGEST_MS);
  const { live, lastAt } = await pages.awaitLive(LONGEST_MS);
  progress(`${live} of ${streams} streams open at ${instances} instances`);
  await sleep(SETTLE_MS);
  await contender.collectGarbage();
  const [serverBytes, redisBytes] = [residentBytesOf(server), residentBytesOf(redis)];
  const kernelBytes = slabBytes() + socketBytes() - kernelBefore;

  await sleep(bench.pick(BEFORE_HEARTBEATS_MS, 1_000));
  const heartbeatSeconds = bench.pick(60, 9);
  const [cpu, reading] = [new CpuMeter(contender.processes()), new CpuMeter({ pages: pages.pids })];
  await sleep(heartbeatSeconds * 1000);
  const perHour = 3600 / heartbeatSeconds;
  const [heartbeatHour, readingHour] = [cpu.total() * perHour, reading.total() * perHour];
  progress(`measured ${heartbeatSeconds} s of heartbeats`);

  await pages.begin(publisher.next);
  await publisher.use(contender.sink(0));
  const delivering = new CpuMeter(contender.processes());
  await publisher.publish(1000 / EVENT_EVERY_MS, (bench.pick(6, 2) * EVENT_EVERY_MS) / 1000, EVENT_EVERY_MS);
  const lacking = await pages.awaitSequence(publisher.next, ALL_GOT_IT_MS);
  const cpuSeconds = delivering.total();
  const { events, missing, repeated, latency } = await pages.report();
  return {
    name: contender.name,
    kind: 'ours',
    streams,
    live,
    openSeconds: live === streams ? (lastAt - startedAt) / 1e6 : Infinity,
    kilobytesPerStream: streams < TELLS_MEMORY ? undefined : (serverBytes - before) / 1024 / live,
    serverMegabytes: serverBytes / 2 ** 20,
    redisMegabytes: redisBytes / 2 ** 20,
    redisKilobytesPerStream: (redisBytes - redisBefore) / 1024 / live,
    kernelKilobytesPerStream: kernelBytes / 1024 / live,
    heartbeatSeconds,
    heartbeatHour,
    readingHour,
    p50: latency.quantile(0.5) / 1000,
    p99: latency.quantile(0.99) / 1000,
    cpuPerDelivery: events > 0 ? (cpuSeconds * 1e6) / events : 0,
    wrong: lacking + missing + repeated,
  };
}

/** Restarts every instance, one after the other, each once the one before is ready; publishes an event in the middle of each drain. */
async function rollingRestart(scene: Scene): Promise<Disturbance> {
  const { contender, publisher } = scene;
  return disturb(scene, 'rolling restart', async () => {
    for (let instance = 0; instance < contender.count; instance++) {
      await publisher.use(contender.sink((instance + 1) % contender.count));
      const published = publisher.publish(1000 / EVENT_EVERY_MS, EVENT_EVERY_MS / 1000, EVENT_EVERY_MS);
      await Promise.all([contender.restart(instance), published]);
      progress(`instance ${instance + 1} of ${contender.count} is back`);
    }
  });
}

/** Cuts all streams at once; each page asks for a new token. */
async function reloadStorm(scene: Scene): Promise<Disturbance> {
  return disturb(scene, 'all pages reload', async () => {
    await scene.pages.leaveAll();
    await scene.pages.load(LONGEST_MS);
  });
}

async function disturb(scene: Scene, name: string, work: () => Promise<void>): Promise<Disturbance> {
  const { contender, pages, publisher, streams } = scene;
  const { redis = [] } = contender.processes();
  const peak = new Peak(() => residentBytesOf(contender.processes().server ?? []), PEAK_EVERY_MS);
  const redisPeak = new Peak(() => residentBytesOf(redis), PEAK_EVERY_MS);
  const cpu = new CpuLedger(() => contender.processes());
  const reading = new CpuMeter({ pages: pages.pids });
  await pages.begin(publisher.next);
  const first = publisher.next;
  const startedAt = microseconds();
  await work();
  const workSeconds = (microseconds() - startedAt) / 1e6;
  const { live, lastAt } = await pages.awaitLive(LONGEST_MS);
  // That they are live shows the next event, which all must get.
  await publisher.use(contender.sink(0));
  await publisher.publish(1, 1, 1000);
  const lacking = await pages.awaitSequence(publisher.next, ALL_GOT_IT_MS);
  const [cpuSeconds, readingSeconds] = [cpu.stop(), reading.total()];
  const { statuses, unissued, missing, repeated, gaps } = await pages.report();
  progress(
    `${name}: ${live} of ${streams} live; statuses ${JSON.stringify(statuses)}, no token ${JSON.stringify(unissued)}`,
  );
  const { 200: opened = 0, 503: unavailable = 0, 0: refusedConnections = 0, ...others } = statuses;
  return {
    name,
    kind: 'ours',
    streams,
    live,
    liveSeconds: live === streams ? Math.max(workSeconds, (lastAt - startedAt) / 1e6) : Infinity,
    events: publisher.next - first,
    opened,
    passedOn: unavailable + refusedConnections,
    refused: Object.values(others).reduce((sum, count) => sum + count, 0),
    unissued: Object.values(unissued).reduce((sum, count) => sum + count, 0),
    lost: missing + lacking,
    doubled: repeated,
    gaps,
    cpuSeconds,
    readingSeconds,
    peakMegabytes: peak.stop() / 2 ** 20,
    redisPeakMegabytes: redisPeak.stop() / 2 ** 20,
  };
}
