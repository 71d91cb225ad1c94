import { type Bench } from '../bench.js';
import { type Contender } from '../contenders/contender.js';
import { ServerContender } from '../contenders/server-contender.js';
import { Service } from '../contenders/service.js';
import { WIDE_TOKEN_LIMITS } from '../contenders/service-requests.js';
import { Histogram } from '../generator/histogram.js';
import { type LoadPlan, type LoadReport } from '../generator/request-load.js';
import { type RequestSpec } from '../generator/requests.js';
import { type RequesterHandlers } from '../generator/requester-process.js';
import { Worker } from '../generator/worker-channel.js';
import { CpuMeter, type Processes } from '../measure/cpu-meter.js';
import { median } from '../measure/median.js';
import { progress } from '../report/progress.js';
import { type RowKind } from '../report/table.js';
import { issuingTable, openingTable, tokenChecks } from './tokens-report.js';
import { type Suite } from './suite.js';

const CONNECTIONS = 32;

type Requester = Worker<RequesterHandlers>;

/** A load to measure. */
interface Candidate {
  name: string;
  kind: RowKind;
  /** The processes whose CPU is counted. */
  processes: Processes;
  run: (plan: LoadPlan) => Promise<LoadReport>;
}

export interface TokenRow {
  name: string;
  kind: RowKind;
  /** The median of the runs, and each of them. */
  perSecond: number;
  runs: number[];
  /** The median of the CPU of all its processes for each, µs. */
  cpuMicroseconds: number;
  p50: number;
  p99: number;
}

export const tokens: Suite = {
  name: 'tokens',
  about: `issuing tokens, and opening streams with them, ${CONNECTIONS} at a time`,
  async run(bench) {
    const settings = WIDE_TOKEN_LIMITS;
    const redis = new Service({ name: 'ours, Redis', redis: true, settings }, bench.launch());
    const memory = new Service({ name: 'ours, in memory', redis: false, settings }, bench.launch());
    const script = 'bench/contenders/servers/no-op-store.js';
    const noOp = new Service(
      { name: 'ours, a store that does nothing', redis: false, script, settings },
      bench.launch(),
    );
    const nest = new ServerContender('Nest', 0, 'bench/contenders/servers/nest-sse.ts', bench.launch());
    const requester: Requester = new Worker('./requester-process.ts');
    const all = [redis, memory, noOp, nest];
    try {
      for (const contender of all) await contender.start();
      const url = redis.redis?.adminUrl ?? '';
      const issuing = await interleave(bench, [
        ...[redis, memory, noOp].map((service) => posting(requester, service, service.tokens())),
        { ...posting(requester, nest, nest.request('/bare')), name: 'bare Nest POST' },
        {
          name: 'Redis alone: SET EX NX',
          kind: 'limit',
          processes: { redis: redis.processes().redis ?? [] },
          run: (plan) => requester.call('redisLoad', { ...plan, url }),
        },
      ]);
      const opening = await interleave(
        bench,
        [redis, memory].map((service) => openingOf(requester, service)),
      );
      return { tables: [issuingTable(issuing), openingTable(opening)], checks: tokenChecks(issuing) };
    } finally {
      await requester.stop();
      await Promise.all(all.map((contender) => contender.stop()));
    }
  },
};

function posting(requester: Requester, contender: Contender, request: RequestSpec): Candidate {
  const { name, kind } = contender;
  return {
    name,
    kind,
    processes: contender.processes(),
    run: (plan) => requester.call('postLoad', { ...plan, request }),
  };
}

function openingOf(requester: Requester, service: Service): Candidate {
  const { name, kind } = service;
  const target = { tokens: service.tokens(), stream: service.stream({ byToken: true }) };
  return {
    name,
    kind,
    processes: service.processes(),
    run: (plan) => requester.call('openLoad', { ...plan, ...target }),
  };
}

/** Measures the candidates in turn, in several rounds, so that other load of the machine affects all of them. Returns medians. */
async function interleave(bench: Bench, candidates: Candidate[]): Promise<TokenRow[]> {
  const results = candidates.map(({ name, kind }) => ({
    name,
    kind,
    runs: [] as number[],
    cpu: [] as number[],
    latency: new Histogram(),
  }));
  for (const { run } of candidates) await run({ connections: CONNECTIONS, seconds: bench.pick(2.5, 0.3) }); // warm-up
  for (let round = 1; round <= bench.pick(5, 2); round++) {
    for (const [index, { run, processes }] of candidates.entries()) {
      const cpu = new CpuMeter(processes);
      const report = await run({ connections: CONNECTIONS, seconds: bench.pick(1.2, 0.5) });
      results[index]?.runs.push(report.count / report.seconds);
      results[index]?.cpu.push((cpu.total() * 1e6) / report.count);
      results[index]?.latency.add(report.latency);
    }
    progress(
      `round ${round}: ${results.map(({ name, runs }) => `${name} ${Math.round(runs.at(-1) ?? 0)}/s`).join(', ')}`,
    );
  }
  return results.map(({ latency, cpu, ...result }) => ({
    ...result,
    cpuMicroseconds: median(cpu),
    perSecond: median(result.runs),
    p50: latency.quantile(0.5) / 1000,
    p99: latency.quantile(0.99) / 1000,
  }));
}
