import { availableParallelism } from 'node:os';
import { type Bench } from '../bench.js';
import { type Contender } from '../contenders/contender.js';
import { ServiceCluster } from '../contenders/service-cluster.js';
import { WIDE_TOKEN_LIMITS } from '../contenders/service-requests.js';
import { Histogram } from '../generator/histogram.js';
import { type RequesterHandlers } from '../generator/requester-process.js';
import { Worker } from '../generator/worker-channel.js';
import { CpuMeter } from '../measure/cpu-meter.js';
import { type Load, loadStep, type StepResult } from '../measure/load-step.js';
import { recover } from '../measure/recover.js';
import { findSaturation } from '../measure/saturation.js';
import { progress } from '../report/progress.js';
import { formatNumber } from '../report/table.js';
import { coresTables } from './cores-report.js';
import { type Suite } from './suite.js';

export const STREAMS = 500;
/** A rate with a higher p99 is not good, ms. */
export const TOO_LATE_MS = 250;
const INSTANCES = [1, 2, 4];
const CONNECTIONS = 32;
const FIRST_RATE = 500;
const HIGHEST_RATE = 64_000;
/** Cores for each process that reads streams: the others are for what is measured. */
const CORES_PER_READER = 4;

export interface CoresRow {
  name: string;
  kind: 'ours';
  /** The step at the highest good rate; absent: none was good. */
  saturation?: StepResult;
  tokensPerSecond: number;
  tokenMicroseconds: number;
  tokenP99: number;
}

export const cores: Suite = {
  name: 'cores',
  about: `${INSTANCES.join(', ')} instances behind nginx: deliveries and tokens a second at most`,
  async run(bench) {
    const readers = Math.max(1, Math.floor(availableParallelism() / CORES_PER_READER));
    const rows: CoresRow[] = [];
    for (const instances of INSTANCES) {
      const cluster = new ServiceCluster(bench.launch(), { instances, settings: WIDE_TOKEN_LIMITS });
      rows.push(await bench.withLoad(cluster, (load) => measure(bench, load), readers));
    }
    return { tables: coresTables(rows, { cores: availableParallelism(), readers }) };
  },
};

async function measure(bench: Bench, load: Load): Promise<CoresRow> {
  const { contender, subscribers } = load;
  const { name } = contender;
  const tokens = await issue(bench, contender);
  progress(`${name}: ${formatNumber(tokens.tokensPerSecond, 0)} tokens/s`);
  await subscribers.openAll({ count: STREAMS, streams: [contender.stream()] });
  await loadStep(load, FIRST_RATE, bench.pick(2, 0.5)); // warm-up
  const attempt = async (rate: number) => {
    const step = await loadStep(load, rate, bench.pick(3, 1));
    const good = step.complete && step.p99 <= TOO_LATE_MS;
    progress(`${name}: ${rate} events/s, p99 ${formatNumber(step.p99, 0)} ms ${step.trouble ?? ''}`);
    if (!good) await recover(load, STREAMS);
    return { step, good, narrow: !good && step.complete && step.p99 <= TOO_LATE_MS * 4 };
  };
  const search = { from: FIRST_RATE, limit: HIGHEST_RATE, refinements: bench.pick(3, 1), attempt };
  return { name, kind: 'ours', saturation: await findSaturation(search), ...tokens };
}

/** Issues tokens through nginx as fast as the responses come. */
async function issue(bench: Bench, contender: Contender) {
  const request = contender.tokens?.();
  if (!request) throw new Error(`${contender.name} issues no tokens.`);
  const requester = new Worker<RequesterHandlers>('./requester-process.ts');
  try {
    const post = (seconds: number) => requester.call('postLoad', { request, connections: CONNECTIONS, seconds });
    await post(bench.pick(3, 0.5)); // warm-up
    const cpu = new CpuMeter(contender.processes());
    const { count, seconds, latency } = await post(bench.pick(5, 1));
    const tokenMicroseconds = (cpu.total() * 1e6) / count;
    return {
      tokensPerSecond: count / seconds,
      tokenMicroseconds,
      tokenP99: new Histogram(latency).quantile(0.99) / 1000,
    };
  } finally {
    await requester.stop();
  }
}
