import { Bench, type BenchOptions } from '../bench.js';
import { Service } from '../contenders/service.js';
import { Subscribers } from '../generator/subscribers.js';
import { serve } from '../generator/worker-channel.js';
import { type Load, loadStep, type StepResult } from '../measure/load-step.js';
import { Peak } from '../measure/peak.js';
import { openFilesOf, residentBytesOf } from '../measure/process-tree.js';
import { socketBytes } from '../measure/socket-memory.js';
import { progress } from '../report/progress.js';

const GOOD = 100;
const RATE = 1_000;

export interface SlowReadersRow {
  name: string;
  kind: 'ours';
  step: StepResult;
  /** The highest resident memory of the server. */
  peakMegabytes: number;
  /** The most that the kernel kept for all TCP sockets. */
  peakKernelMegabytes: number;
  /** Stalled streams that are still connected at the end. */
  left: number;
}

async function measure(bench: Bench, load: Load): Promise<SlowReadersRow[]> {
  const { contender, subscribers } = load;
  const { server = [] } = contender.processes();
  const stalled = bench.pick(1_000, 100);
  const bystanders = new Subscribers();
  const rows: SlowReadersRow[] = [];
  let files = 0;
  const measureOne = async (name: string, seconds: number) => {
    const resident = new Peak(() => residentBytesOf(server));
    const kernel = new Peak(socketBytes);
    const step = await loadStep(load, RATE, seconds);
    const [peakMegabytes, peakKernelMegabytes] = [resident.stop() / 2 ** 20, kernel.stop() / 2 ** 20];
    const left = Math.max(0, openFilesOf(server) - files);
    progress(`${name}: ${left} stalled streams are still connected${step.trouble ? `, ${step.trouble}` : ''}`);
    rows.push({ name, kind: 'ours', step, peakMegabytes, peakKernelMegabytes, left });
  };
  try {
    await subscribers.openAll({ count: GOOD, streams: [contender.stream()] });
    await loadStep(load, RATE, 1.5); // warm-up
    files = openFilesOf(server);
    await measureOne(`${GOOD} readers alone`, bench.pick(5, 2));
    await bystanders.openAll({ count: stalled, streams: [contender.stream()], stalled: true });
    await measureOne(`${stalled} stop reading: the kernel's buffers fill`, bench.pick(4, 1));
    await measureOne('then those of the process, and they are ended', bench.pick(13, 10));
    await measureOne('afterwards', bench.pick(4, 1));
  } finally {
    await bystanders.stop();
  }
  return rows;
}

const handlers = {
  measure: (options: BenchOptions): Promise<SlowReadersRow[]> => {
    const bench = new Bench(options);
    const settings = bench.pick<Record<string, string>>({}, { VX11_STREAM_BUFFER_BYTES: '131072' });
    const service = new Service({ name: 'ours, Redis', redis: true, settings }, bench.launch());
    return bench.withLoad(service, (load) => measure(bench, load));
  },
};

export type SlowReadersHandlers = typeof handlers;

serve(handlers);
