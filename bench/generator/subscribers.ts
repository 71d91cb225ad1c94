import { Histogram } from './histogram.js';
import { type StreamSpec } from './requests.js';
import { type OpenPlan, type OpenReport, type PoolReport, type ReopenOptions } from './stream-pool.js';
import { type SubscriberHandlers } from './subscriber-process.js';
import { Worker } from './worker-channel.js';

type MergedReport = Omit<PoolReport, 'latency' | 'outages'> & { latency: Histogram; outages: Histogram };

/** The reading part of the generator, in one or more processes of its own. */
export class Subscribers {
  private readonly workers: Worker<SubscriberHandlers>[];

  constructor(processes = 1) {
    this.workers = Array.from({ length: processes }, () => new Worker<SubscriberHandlers>('./subscriber-process.ts'));
  }

  get pids(): number[] {
    return this.workers.map(({ pid }) => pid);
  }

  /** Opens streams, the same number in each process. */
  async open(plan: OpenPlan): Promise<OpenReport> {
    const reports = await this.each((worker, index) => worker.call('open', this.shareOf(plan, index)));
    return mergeOpenReports(reports);
  }

  /** Opens streams. Throws unless all respond with 200. */
  async openAll(plan: OpenPlan): Promise<OpenReport> {
    const report = await this.open(plan);
    if (report.opened === plan.count) return report;
    throw new Error(`Of ${plan.count} streams ${report.opened} opened; statuses: ${JSON.stringify(report.statuses)}`);
  }

  /** Opens every stream again, after its last id. With tokens there must be one process only. */
  async reopen(streams: StreamSpec[], options: ReopenOptions = {}): Promise<OpenReport> {
    return mergeOpenReports(await this.each((worker) => worker.call('reopen', { streams, options })));
  }

  async cut(): Promise<void> {
    await this.each((worker) => worker.call('cut', undefined));
  }

  async closeAll(): Promise<void> {
    await this.each((worker) => worker.call('closeAll', undefined));
  }

  /** Starts a measurement: sets all counts to zero. `sequence` is the first event published in it; -1: any. */
  async begin(sequence: number): Promise<void> {
    await this.each((worker) => worker.call('begin', sequence));
  }

  /** Returns how many streams still lack events before `sequence` after `timeoutMs`. */
  async awaitSequence(sequence: number, timeoutMs: number): Promise<number> {
    const lacking = await this.each((worker) => worker.call('awaitSequence', { sequence, timeoutMs }));
    return lacking.reduce((sum, count) => sum + count, 0);
  }

  /** Waits until all streams got a fresh event since they were last opened. `lastAt`: when the last one did, µs of the shared clock. */
  async awaitLive(timeoutMs: number): Promise<{ live: number; lastAt: number }> {
    const answers = await this.each((worker) => worker.call('awaitLive', timeoutMs));
    const live = answers.reduce((sum, answer) => sum + answer.live, 0);
    return { live, lastAt: Math.max(...answers.map(({ lastAt }) => lastAt)) };
  }

  async report(): Promise<MergedReport> {
    const reports = await this.each((worker) => worker.call('report', undefined));
    const latency = new Histogram();
    const outages = new Histogram();
    for (const report of reports) {
      latency.add(report.latency);
      outages.add(report.outages);
    }
    const total = (field: Exclude<keyof PoolReport, 'latency' | 'outages'>) =>
      reports.reduce((sum, report) => sum + report[field], 0);
    return {
      open: total('open'),
      events: total('events'),
      missing: total('missing'),
      repeated: total('repeated'),
      bytes: total('bytes'),
      ended: total('ended'),
      gaps: total('gaps'),
      latency,
      outages,
      waitedMs: Math.max(...reports.map(({ waitedMs }) => waitedMs)),
    };
  }

  async stop(): Promise<void> {
    await this.each((worker) => worker.stop());
  }

  private each<T>(work: (worker: Worker<SubscriberHandlers>, index: number) => Promise<T>): Promise<T[]> {
    return Promise.all(this.workers.map(work));
  }

  private shareOf(plan: OpenPlan, index: number): OpenPlan {
    const from = Math.floor((plan.count * index) / this.workers.length);
    const to = Math.floor((plan.count * (index + 1)) / this.workers.length);
    return { ...plan, count: to - from, tokens: plan.tokens?.slice(from, to) };
  }
}

function mergeOpenReports(reports: OpenReport[]): OpenReport {
  const latency = new Histogram();
  const statuses: Record<number, number> = {};
  for (const report of reports) {
    latency.add(report.latency);
    for (const [status, count] of Object.entries(report.statuses)) {
      statuses[Number(status)] = (statuses[Number(status)] ?? 0) + count;
    }
  }
  const seconds = Math.max(...reports.map((report) => report.seconds));
  return { opened: statuses[200] ?? 0, statuses, seconds, latency: latency.state() };
}
