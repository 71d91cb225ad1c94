import { randomBytes } from 'node:crypto';
import { Bench, type BenchOptions } from '../bench.js';
import { Service } from '../contenders/service.js';
import { type Asker, type Attack, ATTACKS, largeEvents } from '../generator/hostile/attacks.js';
import { GoodLoad, type GoodReport } from '../generator/hostile/good-load.js';
import { type HostileHandlers } from '../generator/hostile/hostile-process.js';
import { type Statuses } from '../generator/hostile/plan.js';
import { KeepAliveClient } from '../generator/keep-alive-client.js';
import { serve, Worker } from '../generator/worker-channel.js';
import { Peak } from '../measure/peak.js';
import { residentBytesOf } from '../measure/process-tree.js';
import { connectionsOf } from '../measure/redis-connections.js';
import { progress } from '../report/progress.js';

/** Events a call, when the log is filled. */
const AT_ONCE = 15;

const credential = () => randomBytes(24).toString('base64url');
const READER = credential();
const SERVICE = credential();
/** Hostile callers are principals of their own; what the other suites lift is as it is shipped. */
const SETTINGS = {
  VX11_PRINCIPAL_TOKEN: READER,
  VX11_GATEWAY_TOKEN: SERVICE,
  VX11_STREAMS_MAX: '20000',
  // A quarter of what compose lets an instance have.
  VX11_BUFFER_BYTES_MAX: '268435456',
};

export interface HostileRow {
  name: string;
  kind: 'ours';
  good: GoodReport;
  peakMegabytes: number;
  /** Connections to Redis that were there before and are not any more. */
  connectionsLost: number;
}

async function measureAll(bench: Bench): Promise<HostileRow[]> {
  const rows = [await measureAlone(bench)];
  for (const attack of ATTACKS) rows.push(await measureBeside(bench, attack));
  return rows;
}

function measureAlone(bench: Bench): Promise<HostileRow> {
  return withGoodLoad(bench, 0, (measure) => measure('alone'));
}

function measureBeside(bench: Bench, attack: Attack): Promise<HostileRow> {
  return withGoodLoad(bench, attack.prefill ?? 0, async (measure, ask) => {
    const worker = new Worker<HostileHandlers>('./hostile/hostile-process.ts');
    try {
      const starting = worker.call('start', attack.plan(ask, bench.pick(1, 0.25)));
      const row = await measure(attack.name);
      await starting;
      progress(`${attack.name}: ${summary(await worker.call('stop', undefined))}${row.good.failure ?? ''}`);
      return row;
    } finally {
      await worker.stop();
    }
  });
}

/** Starts an instance of its own with good callers; `measure` watches it for a while. */
async function withGoodLoad(
  bench: Bench,
  prefill: number,
  work: (measure: (name: string) => Promise<HostileRow>, ask: Asker) => Promise<HostileRow>,
): Promise<HostileRow> {
  const service = new Service({ name: 'ours, Redis', redis: true, settings: SETTINGS }, bench.launch());
  return bench.withLoad(service, async (load) => {
    const ask: Asker = {
      stranger: (path) => service.request(path),
      reader: (path) => service.request(path, READER),
      service: (path) => service.request(path, SERVICE),
    };
    await fill(ask, bench.pick(prefill, Math.min(prefill, 150)));
    const good = await GoodLoad.start(load);
    const before = await connectionsOf(service.redis);
    return work(async (name) => {
      const { server = [] } = service.processes();
      const resident = new Peak(() => residentBytesOf(server));
      const report = await good.measure(bench.pick(8, 3));
      const after = await connectionsOf(service.redis);
      const lost = before.filter((id) => !after.includes(id)).length;
      return { name, kind: 'ours', good: report, peakMegabytes: resident.stop() / 2 ** 20, connectionsLost: lost };
    }, ask);
  });
}

/** Fills the log with large events; what it refuses, it refuses. */
async function fill(ask: Asker, count: number): Promise<void> {
  const { host, port } = ask.stranger('/');
  const client = new KeepAliveClient(host, port);
  const call = Buffer.from(largeEvents(ask, AT_ONCE), 'latin1');
  for (let events = 0; events < count; events += AT_ONCE) await client.send(call);
  client.close();
}

function summary(statuses: Statuses): string {
  return Object.entries(statuses)
    .map(([status, count]) => `${count} × ${status}, `)
    .join('');
}

const handlers = { measure: (options: BenchOptions): Promise<HostileRow[]> => measureAll(new Bench(options)) };

export type HostileSuiteHandlers = typeof handlers;

serve(handlers);
