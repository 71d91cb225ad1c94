import { randomBytes } from 'node:crypto';
import { Bench, type BenchOptions } from '../bench.js';
import { Service } from '../contenders/service.js';
import { type Callers, type Attack, ATTACKS, largeEvents } from '../generator/hostile/attacks.js';
import { GoodLoad, type GoodReport } from '../generator/hostile/good-load.js';
import { type HostileHandlers } from '../generator/hostile/hostile-process.js';
import { type HostilePlan, type Statuses } from '../generator/hostile/plan.js';
import { KeepAliveClient } from '../generator/keep-alive-client.js';
import { serve, Worker } from '../generator/worker-channel.js';
import { Peak } from '../measure/peak.js';
import { residentBytesOf } from '../measure/process-tree.js';
import { connectionsOf } from '../measure/redis-connections.js';
import { progress } from '../report/progress.js';

/** Events in a call when the log is filled. */
const AT_ONCE = 15;

const credential = () => randomBytes(24).toString('base64url');
const READER = credential();
const SERVICE = credential();
/** Settings with principals for the hostile callers. The limits that other suites raise have their defaults. */
const SETTINGS = {
  VX11_PRINCIPAL_TOKEN: READER,
  VX11_GATEWAY_TOKEN: SERVICE,
  VX11_STREAMS_MAX: '20000',
  VX11_STREAMS_PER_ADDRESS: '0',
  // A quarter of the memory limit of an instance in docker-compose.yml.
  VX11_BUFFER_BYTES_MAX: '268435456',
};

export interface HostileRow {
  name: string;
  kind: 'ours';
  /** The figures of the well-behaved clients, before the hostile ones come and while they are there. */
  alone: GoodReport;
  beside: GoodReport;
  peakMegabytes: number;
  /** Connections to Redis that existed before and do not any more. */
  connectionsLost: number;
}

async function measureAll(bench: Bench): Promise<HostileRow[]> {
  const rows: HostileRow[] = [];
  for (const attack of ATTACKS) rows.push(await measure(bench, attack));
  return rows;
}

/** Measures the well-behaved clients of an instance, first alone, then beside the hostile ones. */
async function measure(bench: Bench, attack: Attack): Promise<HostileRow> {
  const service = new Service({ name: 'ours, Redis', redis: true, settings: SETTINGS }, bench.launch());
  return bench.withLoad(service, async (load) => {
    const callers = callersOf(service);
    const prefill = attack.prefill ?? 0;
    await fill(callers, bench.pick(prefill, Math.min(prefill, 150)));
    const good = await GoodLoad.start(load);
    const alone = await good.measure(bench.pick(4, 2));
    const before = await connectionsOf(service.redis);
    const resident = new Peak(() => residentBytesOf(service.processes().server ?? []));
    const beside = await besideHostile(attack.name, attack.plan(callers, bench.pick(1, 0.25)), () =>
      good.measure(bench.pick(8, 3)),
    );
    const peakMegabytes = resident.stop() / 2 ** 20;
    const after = await connectionsOf(service.redis);
    const connectionsLost = before.filter((id) => !after.includes(id)).length;
    return { name: attack.name, kind: 'ours', alone, beside, peakMegabytes, connectionsLost };
  });
}

/** Calls `work` while the hostile callers send their requests. */
async function besideHostile(name: string, plan: HostilePlan, work: () => Promise<GoodReport>): Promise<GoodReport> {
  const worker = new Worker<HostileHandlers>('./hostile/hostile-process.ts');
  try {
    // The process of the hostile callers starts before the measurement, so that its start takes no CPU from it.
    await worker.call('prepare', plan);
    const starting = worker.call('start', undefined);
    const report = await work();
    await starting;
    progress(`${name}: ${summary(await worker.call('stop', undefined))}${report.failure ?? ''}`);
    return report;
  } finally {
    await worker.stop();
  }
}

function callersOf(service: Service): Callers {
  return {
    stranger: (path) => service.request(path),
    reader: (path) => service.request(path, READER),
    service: (path) => service.request(path, SERVICE),
  };
}

/** Fills the log with large events. Events that the service refuses are not sent again. */
async function fill(callers: Callers, count: number): Promise<void> {
  const { host, port } = callers.stranger('/');
  const client = new KeepAliveClient(host, port);
  const call = Buffer.from(largeEvents(callers, AT_ONCE), 'latin1');
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
